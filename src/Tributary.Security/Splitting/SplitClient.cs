using System.Security.Cryptography;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>
/// The client's half of <see cref="Split"/>: masks the words with what new seeds expand to, and seals the seeds to the helpers.
/// </summary>
internal sealed class SplitClient(ClientContext context, SplitSizes sizes) : IClientStage
{
    public async ValueTask<Payload> EncodeAsync(Payload input, CancellationToken cancellation)
    {
        using BoxKey own = await RunKey.OfAsync(context.Safe, cancellation);
        return Encode(((RingPayload)input).Words, own);
    }

    private SplitPayload Encode(ulong[] words, BoxKey own)
    {
        var terms = SplitTerms.Of(context.Round, context.Round.GroupOf(context.Client), sizes);
        IReadOnlyList<int> sets = sizes.Sets.All;
        sizes.Widen(words);
        using var seeds = new SecretBuffer<byte>(sets.Count * KeyStream.SeedLength);
        RandomNumberGenerator.Fill(seeds.Span);
        for (int i = 0; i < sets.Count; i++) sizes.Expand(SeedOf(i, seeds), words, negate: true);
        byte[][] boxes = new byte[sizes.Helpers][];
        for (int helper = 1; helper <= boxes.Length; helper++)
        {
            using var held = new SecretBuffer<byte>(sizes.Sets.With(helper).Count() * KeyStream.SeedLength);
            int at = 0;
            for (int i = 0; i < sets.Count; i++)
                if (sizes.Sets.MembersOf(sets[i]).Contains(helper))
                    SeedOf(i, seeds).CopyTo(held.Span[(at++ * KeyStream.SeedLength)..]);
            boxes[helper - 1] = SplitBox.Seal(own, terms, context.Client, helper, held.Span);
        }
        return new SplitPayload(sizes.Segments, words, boxes);
    }

    private static Span<byte> SeedOf(int set, SecretBuffer<byte> seeds) =>
        seeds.Span.Slice(set * KeyStream.SeedLength, KeyStream.SeedLength);
}
