using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tributary.Security;

namespace Tributary.Cli;

/// <summary>What hiding a million parameters costs on one thread, beside the AES expansion of as many words in the same run.</summary>
internal static class SecuritySpeed
{
    private const int Parameters = 1_000_000, WordBits = 20, LaneBits = 30, Cohort = 1024, Helpers = 3, WarmUp = 2, Repetitions = 9;
    private const int Threshold = 7, Committee = 10;
    private const int EncryptionThreshold = 4, EncryptionMembers = 5, EncryptionCohort = 64, EncryptionLane = 24;

    // microsoft/SEAL 4.4.3, BFV, degree 4096, 109 bits, coefficients packed, one thread, measured apart: best of three sets of runs.
    private const string Seal = "SEAL: encrypt 248 ms (under a secret key 118 ms), add 3.0 ms, decrypt 61 ms, 4.0 times float32; "
        + "as NVFlare sets CKKS: encrypt 868 ms, add 10.4 ms, decrypt 203 ms, 16.1 times float32";

    /// <summary>Measures every case; they take turns, so that all see the same load of the machine.</summary>
    public static Task<IReadOnlyList<JsonObject>> RunAsync(Action<string> tell, CancellationToken cancellation)
    {
        byte[] seed = RandomNumberGenerator.GetBytes(32);
        var packing = new LanePacking(LaneBits, Cohort);
        ulong[] words = Words(), expanded = new ulong[Parameters], shared = new ulong[Parameters];
        using MaskingKey key = MaskingKey.Generate();
        MaskedVector masked = KeyHomomorphicMask.Mask(seed, key, words, packing), sum = MaskedVector.Zero(packing, Parameters);
        var one = MaskedVector.FromBytes(masked.ToBytes(), packing, Parameters);
        int[] integers = [.. words.Select(word => (int)word)], randomness = new int[RingCommitment.RandomnessLength];
        RingCommitment.FillRandomness(randomness);
        byte[] commitment = RingCommitment.To(integers, randomness).ToBytes();
        var sizes = new EncryptionSizes(EncryptionMembers, EncryptionThreshold, EncryptionCohort, EncryptionLane);
        (CollectiveKey collective, MemberKey[] members) = MakeKey(seed, sizes);
        ulong[] values = [.. words.Select(word => word & ((1UL << 18) - 1))];
        EncryptedVector encrypted = ThresholdEncryption.Encrypt(collective, values, sizes);
        EncryptedVector encryptedSum = EncryptedVector.Zero(sizes.Packing, Parameters);
        EncryptedVector opened = EncryptedVector.FromBytes(encrypted.ToBytes(), sizes.Packing, Parameters);
        PartialDecryption[] answers = [.. members.Take(EncryptionThreshold).Select(member => member.Open(opened.Helping))];
        using var transform = new TransformSpeed(packing.Blocks(Parameters));

        (string Name, Action Act, double? Target)[] cases =
        [
            ("aes-expansion", () => AdditiveSharing.AddShare(seed, 32, expanded), null),
            ("mask", () => masked = KeyHomomorphicMask.Mask(seed, key, words, packing), null),
            ("add-a-client", () => sum.Add(masked), 1),
            ("unmask", () => KeyHomomorphicMask.Open(seed, key, one), 90),
            ("commit", () => RingCommitment.To(integers, randomness), 100),
            ("verify-commitment", Verify, 100),
            ("write", () => masked.ToBytes(), null),
            ("transform-forward", transform.Forward, null),
            ("transform-inverse", transform.Inverse, null),
            ($"share-among-{Helpers}-helpers", () => AdditiveSharing.Split(shared, WordBits + 10, Helpers), 5),
            ($"share-key-{Threshold}-of-{Committee}", ShareKey, null),
            ("encrypt", () => encrypted = ThresholdEncryption.Encrypt(collective, values, sizes), 150),
            ("add-an-encrypted-client", () => encryptedSum.Add(encrypted), 3),
            ($"decrypt-in-part-{EncryptionThreshold}-of-{EncryptionMembers}", () => members[0].Open(opened.Helping), 100),
            ("decrypt-together", () => ThresholdEncryption.Open(opened, answers, sizes), null),
        ];
        double[][] times = Measure(cases, cancellation);
        var results = new List<JsonObject>();
        tell($"{"case",-28} {"min ms",8} {"median",8} {"p90",8} {"target",8}");
        CaseTimes expansion = CaseTimes.Of(times[0]);
        for (int i = 0; i < cases.Length; i++)
        {
            CaseTimes measured = CaseTimes.Of(times[i]);
            double? target = cases[i].Name == "mask" ? 40 * expansion.Min : cases[i].Target;
            tell($"{cases[i].Name,-28} {measured.Min,8:0.00} {measured.Median,8:0.00} {measured.P90,8:0.00} {target,8:0.0}");
            results.Add(new JsonObject
            {
                ["case"] = cases[i].Name,
                ["parameters"] = Parameters,
                ["threads"] = 1,
                ["milliseconds"] = measured.ToJson(),
                ["targetMilliseconds"] = target,
            });
        }
        results.AddRange(Pairwise(tell, cancellation));
        double perParameter = (double)MaskedVector.ByteLength(packing, Parameters) / Parameters, most = 4.6;
        tell($"mask takes {CaseTimes.Of(times[1]).Min / expansion.Min:0.0} times the expansion (target 40); "
            + $"{perParameter:0.00} bytes a parameter (target {most:0.0}); by the shortest times");
        int masks = MaskedVector.ByteLength(packing, Parameters), box = MaskedPayload.BoxLength;
        tell($"bytes of an update: masked {masks:N0}, shares {Committee * box:N0} ({Committee} boxes of {box:N0}), "
            + $"commitment {RingCommitment.ByteLength:N0}");
        results.Add(new JsonObject
        {
            ["case"] = "update-bytes",
            ["masked"] = masks,
            ["shares"] = Committee * box,
            ["commitment"] = RingCommitment.ByteLength,
        });
        results.Add(new JsonObject { ["case"] = "masked-size", ["bytesPerParameter"] = perParameter, ["targetBytesPerParameter"] = most });
        double times4 = EncryptedVector.ByteLength(sizes.Packing, Parameters) / (4.0 * Parameters), most4 = 3.5;
        tell($"encrypted: {times4:0.00} times float32 (target {most4:0.0}). {Seal}");
        results.Add(new JsonObject { ["case"] = "encrypted-size", ["timesFloat32"] = times4, ["targetTimesFloat32"] = most4 });
        foreach (MemberKey member in members) member.Dispose();
        return Task.FromResult<IReadOnlyList<JsonObject>>(results);

        void Verify()
        {
            if (!RingCommitment.To(integers, randomness).Matches(RingCommitment.FromBytes(commitment)))
                throw new InvalidOperationException("The commitment does not hold.");
        }

        void ShareKey()
        {
            foreach (FieldShare share in KeySharing.Split(key, Threshold, Committee)) share.Dispose();
        }
    }

    private static (CollectiveKey Key, MemberKey[] Members) MakeKey(byte[] seed, EncryptionSizes sizes)
    {
        HolderKey[] holders = [.. Enumerable.Range(0, sizes.Members).Select(_ => new HolderKey(HolderKey.NewSeed()))];
        IReadOnlyList<HolderShare>[] shares = [.. holders.Select((holder, i) => holder.Split(i + 1, sizes))];
        var key = new CollectiveKey(seed, [.. holders.Select(holder => holder.Publish(seed))]);
        MemberKey[] members = [.. Enumerable.Range(0, sizes.Members).Select(i => new MemberKey([.. shares.Select(of => of[i])], sizes))];
        foreach (HolderShare share in shares.SelectMany(of => of)) share.Dispose();
        foreach (HolderKey holder in holders) holder.Dispose();
        return (key, members);
    }

    /// <summary>Pairwise masks: a client's part, and the coordinator's where all are there or a tenth has left.</summary>
    private static List<JsonObject> Pairwise(Action<string> tell, CancellationToken cancellation)
    {
        var results = new List<JsonObject>();
        foreach (int clients in (int[])[16, 100, 1000])
        {
            using var speed = new PairwiseSpeed(clients, Parameters, LaneBits);
            List<(string Name, Action Act, double? Target)> cases =
            [
                ($"pairwise-mask-{clients}", speed.Mask, null), ($"pairwise-unmask-{clients}", () => speed.Unmask(0), null),
            ];
            // Of a thousand clients this would be ten thousand masks.
            if (clients <= 100) cases.Add(($"pairwise-unmask-{clients}-tenth-left", () => speed.Unmask(clients / 10), null));
            double[][] times = Measure([.. cases], cancellation, warmUp: 1, repetitions: 3);
            for (int i = 0; i < times.Length; i++)
            {
                CaseTimes measured = CaseTimes.Of(times[i]);
                tell($"{cases[i].Name,-28} {measured.Min,8:0.00} {measured.Median,8:0.00} {measured.P90,8:0.00}");
                results.Add(new JsonObject
                {
                    ["case"] = cases[i].Name,
                    ["parameters"] = Parameters,
                    ["threads"] = 1,
                    ["milliseconds"] = measured.ToJson(),
                });
            }
        }
        return results;
    }

    private static double[][] Measure(
        (string Name, Action Act, double? Target)[] cases, CancellationToken cancellation, int warmUp = WarmUp,
        int repetitions = Repetitions)
    {
        double[][] times = [.. cases.Select(_ => new double[repetitions])];
        for (int turn = -warmUp; turn < repetitions; turn++)
            for (int i = 0; i < cases.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                double time = CaseTimes.Time(cases[i].Act);
                if (turn >= 0) times[i][turn] = time;
            }
        return times;
    }

    private static ulong[] Words()
    {
        ulong[] words = new ulong[Parameters];
        AdditiveSharing.AddShare(new byte[32], 32, words);
        foreach (ref ulong word in words.AsSpan()) word &= (1UL << WordBits) - 1;
        return words;
    }
}
