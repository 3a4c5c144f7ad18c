using System.Numerics;
using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Security.Tests;

public sealed class CommittedLayoutTests
{
    [Fact]
    public void Sums_of_integers_are_the_sums_of_words()
    {
        var random = new RandomStream(3);
        foreach (int clients in (int[])[1, 2, 3, 7, 64, 1000, 1024])
            foreach (int bits in (int[])[2, 8, 16])
            {
                int carry = 64 - BitOperations.LeadingZeroCount((ulong)clients - 1);
                Segment[] segments = [new("weight", 3) { RingBits = bits + carry }, new("tail", 2, SegmentRole.Weight)];
                var layout = CommittedLayout.Of(segments, clients);
                int[] sum = new int[layout.Length], own = new int[layout.Length];
                ulong[] expected = new ulong[5];
                for (int client = 0; client < clients; client++)
                {
                    ulong level = (ulong)random.NextInt(1 << (bits - 1)), largest = (1UL << (bits - 1)) - 1;
                    ulong[] words = [level, 0 - largest, largest, random.NextUInt64(), ulong.MaxValue];
                    own.AsSpan(layout.MessageLength).Fill(RingCommitment.LargestRandomness);
                    layout.Split(words, own);
                    for (int i = 0; i < sum.Length; i++) sum[i] += own[i];
                    for (int i = 0; i < words.Length; i++) expected[i] += words[i];
                }
                Assert.True(layout.IsInRange(sum, clients));
                Assert.False(layout.IsInRange(sum, clients + 1)); // more than were planned for
                Assert.Equal(sum, layout.FromWords(Cut(layout, CommittedLayout.ToWords(sum))));
                Assert.Equal(expected, layout.Join(sum));
            }
    }

    [Fact]
    public void What_so_many_clients_cannot_have_made_is_out_of_range()
    {
        Segment[] segments = [new("weight", 1) { RingBits = 11 }, new("tail", 1, SegmentRole.Weight)];
        var layout = CommittedLayout.Of(segments, 8); // a word of one client lies between -127 and 127
        int[] sums = new int[layout.Length];
        Refuses(0, 254, 255, 2);
        Refuses(0, -254, -255, 2);
        Refuses(1, 0, -1, 2); // limbs are not negative
        Refuses(1, 254, 255, 2); // 7 bits a limb
        Refuses(layout.Length - 1, 86, 87, 2);
        Refuses(layout.MessageLength, -86, -87, 2);

        void Refuses(int at, int last, int beyond, int clients)
        {
            sums[at] = last;
            Assert.True(layout.IsInRange(sums, clients));
            sums[at] = beyond;
            Assert.False(layout.IsInRange(sums, clients));
            sums[at] = 0;
        }
    }

    [Fact]
    public void A_word_that_is_out_of_range_is_not_committed_to()
    {
        Segment[] segments = [new("weight", 2) { RingBits = 11 }, new("tail", 1, SegmentRole.Weight)];
        var layout = CommittedLayout.Of(segments, 8);
        int[] integers = new int[layout.Length];
        layout.Split([127, unchecked((ulong)-127), 5], integers);
        Assert.Throws<MalformedUpdateException>(() => layout.Split([128, 0, 5], integers));
        Assert.Throws<MalformedUpdateException>(() => layout.Split([0, unchecked((ulong)-128), 5], integers));
    }

    // As much of each word as travels.
    private static ulong[] Cut(CommittedLayout layout, ulong[] words)
    {
        int start = 0;
        foreach (Segment segment in layout.Segments)
        {
            for (int i = start; i < start + segment.Length; i++) words[i] &= ulong.MaxValue >> (64 - segment.RingBits);
            start += segment.Length;
        }
        return words;
    }
}
