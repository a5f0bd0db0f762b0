# The manuals of the two commands of bin/.
dist_man8_MANS = man/banquetctl.8 man/banquet-worker.8
