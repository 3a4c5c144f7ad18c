using System.Buffers;
using Tributary.Core;

namespace Tributary.Tests;

/// <summary>What every store does with content that comes bit by bit; a store's tests inherit this.</summary>
public abstract class BlobIntakeTests
{
    private static readonly byte[] _content = Bytes.Numbered(7, 600_003);

    private static readonly BlobId _blob = BlobId.Of(_content);

    protected abstract (IBlobStore Blobs, IBlobDrafts Drafts, IBlobIntake Intake) Create();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(600_003)]
    public async Task What_has_come_is_kept_as_a_blob(int length)
    {
        (IBlobStore blobs, _, IBlobIntake intake) = Create();
        byte[] content = _content[..length];
        using IIncomingBlob incoming = await intake.BeginAsync(length);
        for (int added = 0; added < length; added += 100_000)
            incoming.Add(Halves(content.AsMemory(added, Math.Min(100_000, length - added))));
        Assert.Equal(length, incoming.Length);
        Assert.Null(await blobs.StatAsync(BlobId.Of(content)));
        await incoming.KeepAsync(BlobId.Of(content));
        incoming.Dispose();
        await TakeRoomAsync(intake);
        Assert.Equal(content, (await blobs.GetAsync(BlobId.Of(content))).ToArray());
    }

    [Fact]
    public async Task What_came_before_a_link_broke_is_added_to_a_draft()
    {
        (IBlobStore blobs, IBlobDrafts drafts, IBlobIntake intake) = Create();
        foreach ((int from, int to, int announced) in ((int, int, int)[])[(0, 300_000, 600_003), (300_000, 300_010, 300_003), (300_010, 600_003, 299_993)])
        {
            using IIncomingBlob incoming = await intake.BeginAsync(announced);
            incoming.Add(new ReadOnlySequence<byte>(_content.AsMemory(from, to - from)));
            Assert.Equal(to, await incoming.AppendAsync("site", from));
        }
        await TakeRoomAsync(intake);
        Assert.True(await drafts.SealAsync("site", _blob));
        Assert.Equal(_content, (await blobs.GetAsync(_blob)).ToArray());
    }

    [Fact]
    public async Task What_does_not_belong_to_a_draft_is_not_added()
    {
        (_, IBlobDrafts drafts, IBlobIntake intake) = Create();
        await drafts.AppendAsync("site", 0, _content.AsMemory(0, 100_000));
        using (IIncomingBlob incoming = await intake.BeginAsync(200_000))
        {
            incoming.Add(new ReadOnlySequence<byte>(_content.AsMemory(0, 200_000)));
            Assert.Equal(100_000, await incoming.AppendAsync("site", 0));
        }
        await TakeRoomAsync(intake);
        await drafts.AppendAsync("site", 100_000, _content.AsMemory(100_000));
        Assert.True(await drafts.SealAsync("site", _blob));
    }

    [Fact]
    public async Task The_same_content_from_several_at_once_is_one_blob()
    {
        (IBlobStore blobs, _, IBlobIntake intake) = Create();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            using IIncomingBlob incoming = await intake.BeginAsync(_content.Length);
            incoming.Add(Halves(_content));
            await incoming.KeepAsync(_blob);
        })));
        await TakeRoomAsync(intake);
        Assert.Equal(_content, (await blobs.GetAsync(_blob)).ToArray());
    }

    [Fact]
    public async Task What_is_not_kept_is_forgotten_and_more_than_was_announced_is_not_taken()
    {
        (IBlobStore blobs, _, IBlobIntake intake) = Create();
        using (IIncomingBlob incoming = await intake.BeginAsync(100_000))
        {
            incoming.Add(new ReadOnlySequence<byte>(_content.AsMemory(0, 100_000)));
            Assert.ThrowsAny<ArgumentException>(() => incoming.Add(new ReadOnlySequence<byte>(_content.AsMemory(0, 1))));
        }
        Assert.Empty(await ((IBlobIndex)blobs).ListAsync());
    }

    /// <summary>Writes into whatever room is free: what was kept must not lie there.</summary>
    private static async Task TakeRoomAsync(IBlobIntake intake)
    {
        using IIncomingBlob incoming = await intake.BeginAsync(1 << 20);
        incoming.Add(new ReadOnlySequence<byte>(Bytes.Numbered(9, 1 << 20)));
    }

    private static ReadOnlySequence<byte> Halves(ReadOnlyMemory<byte> bytes)
    {
        var first = new Segment(bytes[..(bytes.Length / 2)], 0, null);
        var second = new Segment(bytes[(bytes.Length / 2)..], bytes.Length / 2, first);
        return new ReadOnlySequence<byte>(first, 0, second, second.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> bytes, long at, Segment? before)
        {
            Memory = bytes;
            RunningIndex = at;
            if (before is not null) before.Next = this;
        }
    }
}
