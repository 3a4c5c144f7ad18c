namespace Tributary.Core.Tests;

/// <summary>A pacing that closes after as many updates as the round wants, and invites some more.</summary>
internal sealed record Pace(int More = 0, TimeSpan? Deadline = null) : IPacing
{
    public int Invite(int wanted) => wanted + More;

    public bool ShouldClose(RoundState round, DateTimeOffset now) => round.Received.Count >= round.Wanted;
}
