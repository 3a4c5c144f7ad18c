using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>The seeds that a helper was given by the clients of a sum, out of their boxes.</summary>
internal sealed class HelperShares : IDisposable
{
    private readonly Dictionary<ClientId, byte[]> _seeds = [];

    private HelperShares(int sets) => Sets = sets;

    /// <summary>How many sets the helper is in.</summary>
    public int Sets { get; }

    /// <summary>One client's seed for one of these sets, counted from zero.</summary>
    public ReadOnlySpan<byte> SeedOf(ClientId client, int set) =>
        _seeds[client].AsSpan(set * KeyStream.SeedLength, KeyStream.SeedLength);

    /// <summary>Opens the boxes of these clients.</summary>
    /// <exception cref="KeeperException">One is missing or does not open.</exception>
    public static async ValueTask<HelperShares> ReadAsync(
        ClientContext context, SplitTerms terms, SplitSizes sizes, IReadOnlyList<ClientId> clients, CancellationToken cancellation)
    {
        int helper = terms.Helpers.ToList().IndexOf(context.Client) + 1;
        IReadOnlyList<RoundMessage> boxes =
            await context.Round.Channel.ReadAsync(terms.Round, Split.StageName, context.Client, cancellation);
        using BoxKey key = await RunKey.OfAsync(context.Safe, cancellation);
        var shares = new HelperShares(sizes.Sets.With(helper).Count());
        try
        {
            foreach (ClientId from in clients)
            {
                RoundMessage box = boxes.FirstOrDefault(box => box.From == from)
                    ?? throw new KeeperException(ProblemCodes.ShareUnusable,
                        $"The coordinator passed on no share of '{from}' for round {terms.Round}, so that its part of the sum cannot be " +
                        "opened. This site does not answer.");
                byte[] seeds = shares._seeds[from] =
                    SplitBox.Open(key, terms, from, helper, context.Round.KeyOf(from), box.Body.Span);
                if (seeds.Length != shares.Sets * KeyStream.SeedLength)
                    throw new KeeperException(ProblemCodes.ShareUnusable,
                        $"The share that '{from}' sealed to this site for round {terms.Round} has {seeds.Length} bytes of seeds and not " +
                        $"{shares.Sets * KeyStream.SeedLength}. This site does not answer.");
            }
            return shares;
        }
        catch (KeeperException)
        {
            shares.Dispose();
            throw;
        }
    }

    /// <summary>Zeros them.</summary>
    public void Dispose()
    {
        foreach (byte[] seeds in _seeds.Values) CryptographicOperations.ZeroMemory(seeds);
    }
}
