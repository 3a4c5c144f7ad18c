namespace Tributary.Core;

/// <summary>When a round is complete.</summary>
public interface IPacing
{
    /// <summary>How many clients to invite so that <paramref name="wanted"/> updates can be expected.</summary>
    int Invite(int wanted);

    /// <summary>How long a round may stay open, or null for as long as it takes.</summary>
    TimeSpan? Deadline { get; }

    /// <summary>Whether the round closes now, before its <see cref="Deadline"/>.</summary>
    bool ShouldClose(RoundState round, DateTimeOffset now);
}
