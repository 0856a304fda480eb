import type { LandingText } from "../en/landing.ts";

export const text: LandingText = {
  title: "Votre image, en mouvement.",
  tab: "Un studio européen pour les images, les clips et la voix",
  lead: "Envoyez une photo ou écrivez ce que vous avez en tête. Pix2Clip en fait un clip, une image ou une voix, et vous dit le prix avant que vous n’appuyiez sur le bouton.",
  welcome: (shown) => `${shown} pour essayer, sans carte bancaire.`,
  toStudio: "Aller au studio",

  pictureCaption: "Un dessin de l’idée, pas un résultat : une image fixe, et une caméra qui s’approche.",
  pictureAlt:
    "Dessin d’un phare au bord de la mer au coucher du soleil. Dessous, quatre vues où la caméra s’approche du phare.",
  picturePrompt: "heure dorée",

  makeHeading: "Trois choses à créer",
  clipTitle: "Un clip",
  clipText:
    "À partir de votre propre image ou de mots. Vous dirigez la caméra : avancer, pivoter à gauche, lever.",
  clipPrice: (seconds, shown) => `${seconds} à partir de ${shown}`,
  imageTitle: "Une image",
  imageText: "À partir de mots seuls, ou avec un portrait, pour que le même visage apparaisse dans la scène.",
  imagePrice: (shown) => `l’image à partir de ${shown}`,
  speechTitle: "Une voix",
  speechText: "Votre texte lu à haute voix, dans la voix, la langue et à la vitesse de votre choix.",
  speechPrice: (characters, shown) => `${characters} caractères à partir de ${shown}`,
  priceBusy: "Lecture des prix",
  priceMissing: "Le prix est affiché dans le studio",

  fairHeading: "Juste par construction",
  fairPrice: "Le prix d’abord",
  fairPriceText:
    "Vous voyez le prix exact avant le clic, et c’est ce prix que vous payez. Il vaut 15 minutes.",
  fairFail: "Rien pour rien",
  fairFailText:
    "Si une génération échoue, est refusée ou dure trop longtemps, ses crédits reviennent d’eux‑mêmes.",
  fairWait: "Une attente honnête",
  fairWaitText: "Chaque travail dit où il en est, et combien de temps ce modèle met ces jours-ci.",

  privacyHeading: "Ce que devient ce que vous nous confiez",
  privacyStripped: "Nettoyé avant de partir",
  privacyStrippedText:
    "Le lieu, la date et l’appareil d’une photo en sont retirés avant qu’un modèle ne la voie.",
  privacyNameless: "Sans votre nom",
  privacyNamelessText:
    "Le modèle reçoit le texte et les images de ce seul travail : ni nom, ni adresse, ni numéro de compte.",
  privacyChina: "Dit clairement : la Chine",
  privacyChinaText:
    "Les modèles sont exploités par MiniMax, en Chine. Ce que vous écrivez et envoyez pour un travail y va : n’y mettez rien de sensible. Nous le rappelons, et nous avertissons avant qu’une adresse e‑mail ou un numéro de téléphone ne parte.",
  privacyPages: "Personne ne regarde par-dessus votre épaule",
  privacyPagesText:
    "Ces pages ne chargent rien d’ailleurs. Trois cookies, tous nécessaires : donc aucun bandeau.",
  privacyDelete: "Supprimé, c’est supprimé",
  privacyDeleteText:
    "Pendant une heure, vous pouvez revenir sur une suppression. Ensuite, les fichiers sont effacés de notre stockage.",
  privacyMark: "Marqué comme fait par une IA",
  privacyMarkText: "Chaque résultat porte une marque signée qui le dit, sans votre nom ni vos mots.",

  endHeading: "Commencez par une image.",
  endText: "Un compte demande un nom, une adresse et un mot de passe.",
};
