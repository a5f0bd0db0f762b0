libbanquet_a_SOURCES +=
