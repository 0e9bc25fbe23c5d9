-- wrk asks for the addresses of a file, one a line, in turn.
local paths = {}
for path in io.lines(os.getenv("BENCHMARK_PATHS")) do
  paths[#paths + 1] = path
end

local turn = 0
request = function()
  turn = turn % #paths + 1
  return wrk.format("GET", paths[turn])
end
