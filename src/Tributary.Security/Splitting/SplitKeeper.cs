using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// A helper's half of <see cref="Split"/>: tells, for each set of helpers that it is in, the sum of what the included clients' seeds expand
/// to, once a round.
/// </summary>
internal sealed class SplitKeeper(ClientContext context, SplitSizes sizes) : IStepStage
{
    public async ValueTask AnswerAsync(StepQuestion question, CancellationToken cancellation)
    {
        IReadOnlyList<ClientId> included = question.Included!;
        RoundContext round = context.Round;
        var terms = SplitTerms.Of(round, round.GroupOf(context.Client), sizes);
        int helper = terms.Helpers.ToList().IndexOf(context.Client) + 1;
        var opening = new OneOpening(context, Split.StageName);
        opening.Refuse(helper == 0 ? "this site is no helper" : null);
        opening.Check(terms.Group, sizes.Minimum, included);
        await opening.GiveAsync(terms.DigestOf(included), () => AddAsync(terms, helper, included, cancellation), cancellation);
    }

    private async ValueTask<byte[]> AddAsync(SplitTerms terms, int helper, IReadOnlyList<ClientId> included, CancellationToken cancellation)
    {
        IReadOnlyList<RoundMessage> boxes =
            await context.Round.Channel.ReadAsync(terms.Round, Split.StageName, context.Client, cancellation);
        using BoxKey key = await RunKey.OfAsync(context.Safe, cancellation);
        SecretBuffer<ulong>[] sums = [.. sizes.Sets.With(helper).Select(_ => new SecretBuffer<ulong>(sizes.Words))];
        try
        {
            foreach (ClientId from in included)
            {
                RoundMessage box = boxes.FirstOrDefault(box => box.From == from)
                    ?? throw new KeeperException(ProblemCodes.ShareUnusable,
                        $"The coordinator passed on no share of '{from}' for round {terms.Round}, so that its part of the sum cannot be " +
                        "opened. This site does not answer.");
                Add(SplitBox.Open(key, terms, from, helper, context.Round.KeyOf(from), box.Body.Span), sums, from);
            }
            return [.. sums.SelectMany(sum => sizes.Pack(sum.Span))];
        }
        finally
        {
            foreach (SecretBuffer<ulong> sum in sums) sum.Dispose();
        }
    }

    private void Add(byte[] seeds, SecretBuffer<ulong>[] sums, ClientId from)
    {
        try
        {
            if (seeds.Length != sums.Length * KeyStream.SeedLength)
                throw new KeeperException(ProblemCodes.ShareUnusable,
                    $"The share that '{from}' sealed to this site for round {context.Round.Round} has {seeds.Length} bytes of seeds and " +
                    $"not {sums.Length * KeyStream.SeedLength}. This site does not answer.");
            for (int i = 0; i < sums.Length; i++)
                sizes.Expand(seeds.AsSpan(i * KeyStream.SeedLength, KeyStream.SeedLength), sums[i].Span, negate: false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seeds);
        }
    }
}
