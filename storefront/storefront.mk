# The storefront's files, installed as they are: no build step.
nobase_dist_pkgdata_DATA = \
	storefront/messages.ini \
	storefront/assets/banquet.css \
	storefront/assets/board.js \
	storefront/assets/dinner.js \
	storefront/assets/favicon.svg \
	storefront/assets/order.js \
	storefront/assets/page.js \
	storefront/assets/art/cake.svg \
	storefront/assets/art/champagne.svg \
	storefront/assets/art/cloche.svg \
	storefront/assets/art/english.svg \
	storefront/assets/art/french.svg \
	storefront/assets/art/plate.svg \
	storefront/assets/art/valentine.svg \
	storefront/docs/docs.css \
	storefront/docs/docs.js \
	storefront/docs/index.html \
	storefront/templates/bar.html \
	storefront/templates/cake_message.html \
	storefront/templates/detail.html \
	storefront/templates/dinner.html \
	storefront/templates/faults.html \
	storefront/templates/foot.html \
	storefront/templates/head.html \
	storefront/templates/menu.html \
	storefront/templates/order.html \
	storefront/templates/orders.html \
	storefront/templates/problem.html \
	storefront/templates/problem_type.html \
	storefront/templates/register.html \
	storefront/templates/shortages.html \
	storefront/templates/sign_in.html \
	storefront/templates/staff.html
