/** The start page. Every claim here is one that the code keeps today. */

export const text = {
  title: "Your picture, moving.",
  tab: "A European studio for images, clips and speech",
  lead: "Upload a photograph or write what you have in mind. Pix2Clip makes a clip, an image or a voice of it, and tells you the price before you press the button.",
  welcome: (shown: string) => `${shown} to try it, no card asked.`,
  toStudio: "Go to the studio",

  pictureCaption: "A drawing of the idea, not a result: one still picture, and a camera that moves in.",
  pictureAlt:
    "A drawing of a lighthouse by the sea at sunset. Under it, four frames in which the camera comes closer to the lighthouse.",
  picturePrompt: "golden hour",

  makeHeading: "Three things you can make",
  clipTitle: "A clip",
  clipText: "From your own picture or from words. You direct the camera: push in, pan left, tilt up.",
  clipPrice: (seconds: string, shown: string) => `${seconds} from ${shown}`,
  imageTitle: "An image",
  imageText: "From words alone, or with a portrait, so that the same face appears in the new scene.",
  imagePrice: (shown: string) => `each from ${shown}`,
  speechTitle: "A voice",
  speechText: "Your text read aloud, in the voice, the language and at the speed that you choose.",
  speechPrice: (characters: string, shown: string) => `${characters} characters from ${shown}`,
  priceBusy: "Prices are being read",
  priceMissing: "The price is shown in the studio",

  fairHeading: "Fair by construction",
  fairPrice: "The price first",
  fairPriceText: "You see the exact price before the click, and pay that price. It holds for 15 minutes.",
  fairFail: "Nothing for nothing",
  fairFailText: "If a generation fails, is refused or times out, its credits come back by themselves.",
  fairWait: "Honest waiting",
  fairWaitText: "Each job tells where it stands, and how long that model has been taking lately.",

  privacyHeading: "What happens to what you give us",
  privacyStripped: "Stripped before it leaves",
  privacyStrippedText:
    "Where, when and with what a picture was taken is removed from it before any model sees it.",
  privacyNameless: "Without your name",
  privacyNamelessText:
    "The model gets the text and the pictures of that one job: no name, no address, no account number.",
  privacyChina: "Said plainly: China",
  privacyChinaText:
    "The models are run by MiniMax, in China. What you write and upload for a job goes there, so leave out what is sensitive. We remind you, and warn before an email address or a phone number leaves.",
  privacyPages: "No one looks over your shoulder",
  privacyPagesText:
    "These pages load nothing from anyone else. Three cookies, all of them necessary: hence no banner.",
  privacyDelete: "Deleted is deleted",
  privacyDeleteText: "For an hour you can take a deletion back. Then the files are erased from our storage.",
  privacyMark: "Marked as made by AI",
  privacyMarkText: "Every result carries a signed mark that says so, without your name or your words in it.",

  endHeading: "Begin with one picture.",
  endText: "An account takes a name, an address and a password.",
};
export type LandingText = typeof text;
