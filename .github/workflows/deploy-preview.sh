#!/usr/bin/env bash
# Deploys the stage named by STAGE with secrets of its own, made once, and tells the workflow where it is and where its
# mails are read: that address holds the key to them.
set -euo pipefail
[[ "$STAGE" =~ ^pr-[0-9]+$ ]] || { echo "not a preview: $STAGE" >&2; exit 1; }
random() { openssl rand -base64 48 | tr '+/' '-_' | tr -d '=\n'; }
known=$(npx sst secret list --stage "$STAGE" | grep -c '=' || true)
if [[ "$known" -eq 0 ]]; then
  node -e 'import("./functions/host/certificate.ts").then(({ localSigner }) => localSigner("signer"))'
  {
    echo "SecretKey=$(random)"
    echo "DatabaseAppPassword=$(random)"
    echo "MinimaxApiKey=$(random)"
    echo "MailboxKey=$(random)"
  } > secrets.env
  npx sst secret load secrets.env --stage "$STAGE"
  npx sst secret set SignerCertificates --stage "$STAGE" < signer/signer.pem
  npx sst secret set SignerPrivateKey --stage "$STAGE" < signer/signer.key
  rm -rf secrets.env signer
fi
npx sst deploy --stage "$STAGE"
for name in address mailbox; do
  echo "$name=$(node -p 'JSON.parse(require("fs").readFileSync(".sst/outputs.json", "utf8"))[process.argv[1]]' "$name")" >> "$GITHUB_OUTPUT"
done
