using System.Threading.RateLimiting;

namespace Tributary.Server;

/// <summary>How often somebody may ask: a bucket of tokens for every identity, and for every address without one.</summary>
internal sealed class Throttle(ServerLimits limits) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _known = Buckets(limits.RequestBurst, limits.RequestsPerSecond);
    private readonly PartitionedRateLimiter<string> _unknown = Buckets(limits.AnonymousRequestBurst, limits.AnonymousRequestsPerSecond);

    /// <exception cref="RefusalException">There were too many requests.</exception>
    public void Take(Caller caller, string address)
    {
        using RateLimitLease lease = caller.IsKnown ?
            _known.AttemptAcquire($"{caller.Role}/{caller.Name}") : _unknown.AttemptAcquire(address);
        if (lease.IsAcquired) return;
        throw Refuse.TooMany(lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after) ? after : TimeSpan.FromSeconds(1));
    }

    public void Dispose()
    {
        _known.Dispose();
        _unknown.Dispose();
    }

    private static PartitionedRateLimiter<string> Buckets(int burst, int perSecond) =>
        PartitionedRateLimiter.Create<string, string>(key =>
            RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = burst,
                TokensPerPeriod = perSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            }));
}
