using Tributary.Core;

namespace Tributary.Tests;

/// <summary>What every store of drafts does; a store's tests inherit this.</summary>
public abstract class BlobDraftTests
{
    private static readonly byte[] _content = Bytes.Numbered(5, 600_003);

    private static readonly BlobId _blob = BlobId.Of(_content);

    protected abstract (IBlobStore Blobs, IBlobDrafts Drafts) Create(TimeProvider clock);

    private (IBlobStore Blobs, IBlobDrafts Drafts) Create() => Create(TimeProvider.System);

    [Theory]
    [InlineData(600_003)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(262_144)]
    [InlineData(300_001)]
    public async Task Pieces_become_a_blob(int length)
    {
        (IBlobStore blobs, IBlobDrafts drafts) = Create();
        await Send(drafts, "site", _content, length);
        Assert.Null(await blobs.StatAsync(_blob));
        Assert.True(await drafts.SealAsync("site", _blob));
        Assert.Equal(_content, (await blobs.GetAsync(_blob)).ToArray());
        Assert.Equal(0, await drafts.LengthAsync("site"));
        byte[] part = new byte[70_000];
        Assert.Equal(part.Length, await blobs.ReadAsync(_blob, 299_999, part));
        Assert.Equal(_content[299_999..369_999], part);
    }

    [Fact]
    public async Task A_piece_that_does_not_belong_there_is_not_added_and_the_length_is_told()
    {
        IBlobDrafts drafts = Create().Drafts;
        Assert.Equal(0, await drafts.AppendAsync("site", 5, _content.AsMemory(0, 10)));
        Assert.Equal(0, await drafts.LengthAsync("site"));
        Assert.Equal(10, await drafts.AppendAsync("site", 0, _content.AsMemory(0, 10)));
        Assert.Equal(10, await drafts.AppendAsync("site", 0, _content.AsMemory(0, 10)));
        Assert.Equal(10, await drafts.AppendAsync("site", 9, _content.AsMemory(9, 10)));
        Assert.Equal(10, await drafts.AppendAsync("site", -1, _content.AsMemory(0, 10)));
        Assert.Equal(10, await drafts.AppendAsync("site", 10, ReadOnlyMemory<byte>.Empty));
        Assert.Equal(20, await drafts.AppendAsync("site", 10, _content.AsMemory(10, 10)));
    }

    [Fact]
    public async Task A_sender_goes_on_where_it_was_interrupted_at_any_byte()
    {
        (IBlobStore blobs, IBlobDrafts drafts) = Create();
        byte[] content = _content[..1000];
        for (int length = 1; await drafts.LengthAsync("site") is var sent && sent < content.Length; length = length % 7 + 1)
            await drafts.AppendAsync("site", sent, content.AsMemory((int)sent, Math.Min(length, content.Length - (int)sent)));
        Assert.True(await drafts.SealAsync("site", BlobId.Of(content)));
        Assert.Equal(content, (await blobs.GetAsync(BlobId.Of(content))).ToArray());
    }

    [Fact]
    public async Task Keeps_copies_of_pieces()
    {
        IBlobDrafts drafts = Create().Drafts;
        byte[] piece = [1, 2, 3];
        await drafts.AppendAsync("site", 0, piece);
        piece[1] = 9;
        Assert.True(await drafts.SealAsync("site", BlobId.Of([1, 2, 3])));
    }

    [Fact]
    public async Task Content_with_another_digest_is_forgotten()
    {
        (IBlobStore blobs, IBlobDrafts drafts) = Create();
        await Send(drafts, "site", _content, 100_000);
        Assert.False(await drafts.SealAsync("site", BlobId.Of([1])));
        Assert.Equal(0, await drafts.LengthAsync("site"));
        Assert.Null(await blobs.StatAsync(_blob));
        Assert.Null(await blobs.StatAsync(BlobId.Of([1])));
        Assert.False(await drafts.SealAsync("site", _blob));
    }

    [Fact]
    public async Task Two_senders_of_the_same_content_do_not_disturb_each_other()
    {
        (IBlobStore blobs, IBlobDrafts drafts) = Create();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(sender => Task.Run(async () =>
        {
            await Send(drafts, $"site {sender}", _content, 50_000 + sender);
            Assert.True(await drafts.SealAsync($"site {sender}", _blob));
            Assert.Equal(_content, (await blobs.GetAsync(_blob)).ToArray());
        })));
        await Send(drafts, "late", _content.AsMemory(1), 100_000);
        Assert.False(await drafts.SealAsync("late", _blob));
        Assert.Equal(_content, (await blobs.GetAsync(_blob)).ToArray());
    }

    [Fact]
    public async Task A_draft_of_nothing_becomes_the_empty_blob()
    {
        (IBlobStore blobs, IBlobDrafts drafts) = Create();
        Assert.Equal(0, await drafts.AppendAsync("begun", 0, ReadOnlyMemory<byte>.Empty));
        Assert.True(await drafts.SealAsync("begun", BlobId.Of([])));
        Assert.True(await drafts.SealAsync("never begun", BlobId.Of([])));
        Assert.Equal(0, await blobs.StatAsync(BlobId.Of([])));
    }

    [Fact]
    public async Task A_discarded_draft_begins_again_at_zero()
    {
        (IBlobStore blobs, IBlobDrafts drafts) = Create();
        await Send(drafts, "site", Bytes.Numbered(6, 500_000), 100_000);
        await drafts.DiscardAsync("site");
        await drafts.DiscardAsync("site");
        Assert.Equal(0, await drafts.LengthAsync("site"));
        await Send(drafts, "site", _content, 100_000);
        Assert.True(await drafts.SealAsync("site", _blob));
        Assert.Equal(_content, (await blobs.GetAsync(_blob)).ToArray());
    }

    [Fact]
    public async Task Drafts_to_which_nothing_was_added_for_long_are_stale()
    {
        var clock = new FakeTime();
        IBlobDrafts drafts = Create(clock).Drafts;
        await drafts.AppendAsync("idle", 0, new byte[] { 1 });
        await drafts.AppendAsync("busy", 0, new byte[] { 1 });
        await drafts.AppendAsync("sealed", 0, new byte[] { 1 });
        clock.Advance(TimeSpan.FromMinutes(1));
        await drafts.AppendAsync("busy", 1, new byte[] { 2 });
        await drafts.SealAsync("sealed", BlobId.Of([1]));
        Assert.Equal(["idle"], await drafts.StaleAsync(clock.GetUtcNow()));
        Assert.Empty(await drafts.StaleAsync(clock.GetUtcNow() - TimeSpan.FromMinutes(1)));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["busy", "idle"], (await drafts.StaleAsync(clock.GetUtcNow())).Order(StringComparer.Ordinal));
        await drafts.DiscardAsync("idle");
        Assert.Equal(["busy"], await drafts.StaleAsync(clock.GetUtcNow()));
    }

    [Fact]
    public async Task The_index_names_every_blob_and_no_draft()
    {
        (IBlobStore blobs, IBlobDrafts drafts) = Create();
        BlobId first = await blobs.PutAsync(new byte[] { 1 }), second = await blobs.PutAsync(new byte[] { 2 });
        await drafts.AppendAsync("begun", 0, new byte[] { 3 });
        await drafts.AppendAsync("whole", 0, new byte[] { 4 });
        Assert.True(await drafts.SealAsync("whole", BlobId.Of([4])));
        await blobs.DeleteAsync(first);
        Assert.Equal(new HashSet<BlobId> { second, BlobId.Of([4]) }, [.. await ((IBlobIndex)blobs).ListAsync()]);
    }

    private static async Task Send(IBlobDrafts drafts, string draft, ReadOnlyMemory<byte> content, int pieces)
    {
        for (int sent = 0; sent < content.Length;)
        {
            int length = Math.Min(pieces, content.Length - sent);
            Assert.Equal(sent + length, await drafts.AppendAsync(draft, sent, content.Slice(sent, length)));
            sent += length;
        }
    }
}
