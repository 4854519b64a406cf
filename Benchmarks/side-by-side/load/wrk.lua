-- What wrk measured, as one line of JSON. An answer from 400 on counts as an error.
function done(summary, latency)
    local errors = summary.errors
    print(string.format(
        '{"requests": %d, "seconds": %.6f, "errors": %d, "p50": %.1f, "p99": %.1f, "p999": %.1f}',
        summary.requests, summary.duration / 1e6,
        errors.connect + errors.read + errors.write + errors.timeout + errors.status,
        latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
end
