-- upload.lua: the picture in the file BODY names, already framed as a form, over and over.
local file = assert(io.open(os.getenv("BODY"), "rb"))
wrk.method = "POST"
wrk.body = file:read("*a")
wrk.headers["Content-Type"] = "multipart/form-data; boundary=banquet"
file:close()
