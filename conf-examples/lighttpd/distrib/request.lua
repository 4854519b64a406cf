-- Runs before a request is looked at.

-- For sessionless.conf: response.lua found the component down a moment ago.
local field = lighty.r.req_header
local isDown = os.time() - lighty.status["distrib.down"] < 5 and "1" or nil
if field["X-Distrib-Down"] == isDown then
    return 0
end
field["X-Distrib-Down"] = isDown
-- The conditions of the configuration were evaluated before this change: evaluate them once more.
return lighty.RESTART_REQUEST
