#!/bin/sh
# Rebuilds the committed style sheet and vendored scripts. Needs node; run from anywhere:
#   npm install --no-package-lock && npm run build
set -eu
cd "$(dirname "$0")/.."

npx sass --no-source-map --style=compressed --quiet-deps --silence-deprecation=import --load-path=node_modules \
    static/source/site.scss static/css/site.css

mkdir -p static/vendor
# Source map comments name files that are not shipped, which the manifest storage refuses.
sed "s|//# sourceMappingURL=.*||" node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js \
    > static/vendor/govuk-frontend.min.js
cp node_modules/plotly.js-cartesian-dist-min/plotly-cartesian.min.js static/vendor/
cp node_modules/plotly.js-cartesian-dist-min/LICENSE static/vendor/plotly-LICENSE.txt
cp node_modules/htmx.org/dist/htmx.min.js static/vendor/
cp node_modules/htmx.org/LICENSE static/vendor/htmx-LICENSE.txt
