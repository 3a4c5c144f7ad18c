using Tributary.Core;
using Tributary.Tensors;

namespace Tributary.Security.Tests;

/// <summary>Whatever comes from others is read or refused by name, and nothing else happens.</summary>
public sealed class FuzzTests
{
    private readonly RandomStream _random = new(4711);

    [Fact]
    public async Task Damaged_updates_are_refused_or_do_not_open()
    {
        var round = new SecureRound(3);
        byte[] body = await round.EncodeAsync(0);
        for (int trial = 0; trial < 300; trial++)
        {
            byte[] damaged = Damage(body);
            SecureRound again = round.Again();
            await OnlyAsync<MalformedUpdateException>(() => again.ReceiveAsync(0, damaged));
        }
    }

    [Fact]
    public void Tensors_of_any_length_are_refused()
    {
        var coding = new MaskedCoding(new LanePacking(12, 5), 30, 5);
        for (int trial = 0; trial < 300; trial++)
        {
            SafetensorsEntry[] tensors =
            [
                Bytes(MaskedPayload.VectorTensor, _random.NextInt(3) == 0 ? 55_296 : _random.NextInt(60_000)),
                Bytes(_random.NextInt(5) == 0 ? "other" : MaskedPayload.BoxesTensor, MaskedPayload.BoxLength * _random.NextInt(7) + _random.NextInt(2)),
            ];
            Only<MalformedUpdateException>(() => coding.Read(new OpaquePayload(tensors[.._random.NextInt(3)])));
        }

        SafetensorsEntry Bytes(string name, int length) => new(name, SafetensorsDType.U8, [length], Noise(length));
    }

    [Fact]
    public async Task Damaged_boxes_are_refused_by_the_name_of_their_sender()
    {
        var round = new SecureRound(3);
        await round.SendAsync(0, 1, 2);
        IReadOnlyList<RoundMessage> boxes = await round.Channel.ReadAsync(round.Context.Round, "secagg", round.Clients[0]);
        for (int trial = 0; trial < 60; trial++)
        {
            SecureRound again = round.Again();
            await again.Channel.PostAsync(
                [.. boxes.Select(box => box.From == round.Clients[1] ? box with { Body = Damage(box.Body.ToArray()) } : box)]);
            var refused = await Assert.ThrowsAsync<KeeperException>(async () => await again.KeepAsync(0, [0, 1, 2]));
            Assert.Equal(ProblemCodes.ShareUnusable, refused.Code);
            Assert.Contains("'site-1'", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Damaged_answers_open_nothing_wrong()
    {
        var round = new SecureRound(3);
        byte[][] bodies = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(client => round.EncodeAsync(client)))];
        SecureRound asked = round.Again();
        for (int client = 0; client < 3; client++) await asked.ReceiveAsync(client, bodies[client]);
        for (int keeper = 0; keeper < 3; keeper++) await asked.KeepAsync(keeper, [0, 1, 2]);
        IReadOnlyList<RoundMessage> answers = await asked.AnswersAsync();
        for (int trial = 0; trial < 60; trial++)
        {
            SecureRound again = round.Again();
            for (int client = 0; client < 3; client++) await again.ReceiveAsync(client, bodies[client]);
            await again.Channel.PostAsync([.. answers.Skip(1), answers[0] with { Body = Damage(answers[0].Body.ToArray()) }]);
            await Assert.ThrowsAsync<UnopenedSumException>(async () => await again.CloseAsync()); // all three are needed
        }
    }

    [Fact]
    public void Damaged_keys_and_boxes_throw_what_they_say()
    {
        using var key = new BoxKey();
        using var sender = new BoxKey();
        var envelope = new Envelope("run", 1, "a", "b");
        byte[] kept = key.Export(), box = SealedBox.Seal(key.PublicKey, "message"u8, envelope, sender);
        Assert.Equal("message"u8.ToArray(), key.Open(box, envelope, sender.PublicKey));
        Assert.Throws<SecurityException>(() => key.Open(box, envelope)); // of nobody
        Assert.Throws<SecurityException>(() => key.Open(box, envelope, key.PublicKey)); // of somebody else
        for (int trial = 0; trial < 200; trial++)
        {
            Only<SecurityException>(() => BoxKey.Import(Damage(kept)).Dispose());
            Assert.Throws<SecurityException>(() => key.Open(Damage(box), envelope, sender.PublicKey));
            Assert.Throws<SecurityException>(() => key.Open(box, envelope, Damage(sender.PublicKey)));
        }
    }

    private byte[] Noise(int length)
    {
        byte[] noise = new byte[length];
        for (int i = 0; i < length; i += 97) noise[i] = (byte)_random.NextInt(256);
        return noise;
    }

    private byte[] Damage(byte[] bytes)
    {
        byte[] damaged = [.. bytes];
        if (_random.NextInt(5) == 0) return damaged[.._random.NextInt(damaged.Length)];
        damaged[_random.NextInt(damaged.Length)] ^= (byte)(1 << _random.NextInt(8));
        return damaged;
    }

    private static void Only<T>(Action act) where T : Exception
    {
        try
        {
            act();
        }
        catch (T)
        {
            // what it says
        }
    }

    private static async Task OnlyAsync<T>(Func<Task> act) where T : Exception
    {
        try
        {
            await act();
        }
        catch (T)
        {
            // what it says
        }
    }
}
