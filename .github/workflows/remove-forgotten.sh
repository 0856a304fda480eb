#!/usr/bin/env bash
# Removes every preview stage whose pull request is not open. Stages are found by the tags that sst gives to what it makes.
# One that cannot be removed keeps none of the others, and fails the run.
set -uo pipefail
stages=$(aws resourcegroupstaggingapi get-resources --tag-filters Key=sst:app,Values=pix2clip \
  --query 'ResourceTagMappingList[].Tags[?Key==`sst:stage`].Value[]' --output text | tr '\t' '\n' | grep -E '^pr-[0-9]+$' | sort -u)
failed=0
for stage in $stages; do
  state=$(gh pr view "${stage#pr-}" --json state --jq .state) || { failed=1; continue; }
  [[ "$state" == OPEN ]] && continue
  echo "Removing $stage, whose pull request is ${state,,}"
  npx sst remove --stage "$stage" || failed=1
done
exit "$failed"
