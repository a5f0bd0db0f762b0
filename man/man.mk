# The manuals of the commands of bin/.
dist_man8_MANS = man/banquetctl.8 man/banquet-worker.8 man/banquet-painter.8
