-- ARGV: id.
return answer(ARGV[1])
