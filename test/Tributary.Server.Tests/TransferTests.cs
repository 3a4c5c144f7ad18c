using System.Net;
using System.Net.Http.Headers;
using Tributary.Core;
using Tributary.Protocol;
using Tributary.Tensors;

namespace Tributary.Server.Tests;

/// <summary>Large content over links that break.</summary>
public sealed class TransferTests
{
    private const int Cut = 256 << 10, Length = 8 << 20, MostLost = 64 << 10;

    // Of one connection: handshake, headers and frames; none of it is content.
    private const int MostOverhead = 8 << 10;

    private static byte[] Model(int seed)
    {
        var layout = new ParameterLayout([("w", [Length / sizeof(float) - 64], true)]);
        var model = new ParameterSet(layout);
        var random = new RandomStream((ulong)seed);
        for (int i = 0; i < model.Values.Length; i++) model.Values[i] = random.NextUInt64() % 1000;
        using var file = new MemoryStream();
        SafetensorsWriter.Write(file, model);
        return file.ToArray();
    }

    private static CoordinatorConnection Over(TestServer server, CuttingProxy proxy, TestSite? site = null)
    {
        var connection = new CoordinatorConnection(new ConnectionOptions
        {
            Coordinator = proxy.Address,
            Authority = server.Authority,
            Certificate = site?.Certificate,
            Token = site is null ? server.ResearcherToken : null,
            Clock = new HastyTime(),
        });
        server.Own(connection);
        return connection;
    }

    [Fact]
    public async Task An_upload_goes_on_where_it_stopped_and_little_is_sent_twice()
    {
        await using TestServer server = await TestServer.StartAsync();
        byte[] model = Model(1);
        await using var proxy = new CuttingProxy(server.Address, up: true, Cut);
        await new BlobTransfer(Over(server, proxy)).UploadAsync(Routes.Upload(BlobId.Of(model)), model);
        Assert.Equal(model, (await server.Store.Blobs.GetAsync(BlobId.Of(model))).ToArray());
        Assert.True(proxy.Cuts >= Length / Cut, $"The link broke {proxy.Cuts} times.");
        long twice = proxy.Forwarded - model.Length;
        Assert.True(twice <= (MostLost + MostOverhead) * (long)proxy.Cuts, $"{twice} bytes beyond the content at {proxy.Cuts} cuts.");
    }

    [Fact]
    public async Task A_download_goes_on_where_it_stopped_and_little_is_sent_twice()
    {
        await using TestServer server = await TestServer.StartAsync();
        TestSite site = await server.EnrolAsync("berlin");
        byte[] model = Model(1);
        await server.SubmitAsync(Line.Job(), model);
        await using var proxy = new CuttingProxy(server.Address, up: false, Cut);
        var store = new MemoryBlobStore();
        ReadOnlyMemory<byte> content = await new BlobTransfer(Over(server, proxy, site)).DownloadAsync(BlobId.Of(model), store, store);
        Assert.Equal(model, content.ToArray());
        long twice = proxy.Forwarded - model.Length;
        Assert.True(proxy.Cuts >= Length / Cut, $"The link broke {proxy.Cuts} times.");
        Assert.True(twice <= (MostLost + MostOverhead) * (long)proxy.Cuts, $"{twice} bytes beyond the content at {proxy.Cuts} cuts.");
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public async Task A_client_that_knows_chunks_downloads_what_it_lacks_and_an_older_one_everything(int minor, bool little)
    {
        await using TestServer server = await TestServer.StartAsync();
        TestSite site = await server.EnrolAsync("berlin");
        byte[] model = Model(1), before = [.. model];
        before[5 << 20] ^= 1; // one chunk of 32
        await server.SubmitAsync(Line.Job(), model);
        await using var proxy = new CuttingProxy(server.Address, up: false, int.MaxValue);
        var store = new MemoryBlobStore();
        BlobId previous = await ((IBlobStore)store).PutAsync(before);
        using var connection = new CoordinatorConnection(new ConnectionOptions
        {
            Coordinator = proxy.Address,
            Authority = server.Authority,
            Certificate = site.Certificate,
            Version = new ProtocolVersion(1, minor),
        });
        await connection.GetAsync(Routes.Service, ProtocolJson.Default.ServiceMessage);
        ReadOnlyMemory<byte> content = await new BlobTransfer(connection).DownloadAsync(BlobId.Of(model), store, store, previous);
        Assert.Equal(model, content.ToArray());
        Assert.Equal(little, proxy.Forwarded < 2 * ChunkLists.ChunkBytes);
    }

    [Fact]
    public async Task An_update_that_was_half_sent_goes_on_after_the_coordinator_is_started_again()
    {
        string job = Line.Job();
        await using TestServer server = await TestServer.StartAsync();
        TestSite site = await server.EnrolAsync("berlin");
        string run = await server.SubmitAsync(job);
        await site.ConsentAsync(run);
        InvitationMessage work = await site.WorkAsync(run);
        byte[] body = await site.BodyAsync(work, job, Line.Trainers[0]);
        string path = Routes.Update(new RoundId(run, 1), BlobId.Of(body));
        var request = new HttpRequestMessage(HttpMethod.Patch, path)
        {
            Version = HttpVersion.Version20,
            Content = new ByteArrayContent(body[..40]),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        request.Headers.Add(UploadHeaders.Offset, "0");
        request.Headers.Add(UploadHeaders.Length, $"{body.Length}");
        using HttpResponseMessage half = await server.Raw(site.Certificate).SendAsync(request);
        Assert.Equal("40", half.Headers.GetValues(UploadHeaders.Offset).Single());
        await server.RestartAsync();
        using HttpResponseMessage head = await server.Raw(site.Certificate).SendAsync(new HttpRequestMessage(HttpMethod.Head, path) { Version = HttpVersion.Version20 });
        Assert.Equal("40", head.Headers.GetValues(UploadHeaders.Offset).Single());
        Assert.True((await site.SendAsync(new RoundId(run, 1), body)).Accepted);
    }

    [Fact]
    public async Task An_update_that_was_sent_before_and_handed_in_after_a_restart_is_taken()
    {
        string job = Line.Job();
        await using TestServer server = await TestServer.StartAsync();
        TestSite site = await server.EnrolAsync("berlin");
        string run = await server.SubmitAsync(job);
        await site.ConsentAsync(run);
        byte[] body = await site.BodyAsync(await site.WorkAsync(run), job, Line.Trainers[0]);
        var round = new RoundId(run, 1);
        await new BlobTransfer(site.Connection).UploadAsync(Routes.Update(round, BlobId.Of(body)), body);
        await server.RestartAsync();
        await Refused.ByAsync(409, ProblemCodes.WrongOffset, () => site.SubmitAsync(round, site.Sign(round, body)));
        Receipt receipt = await site.Coordinator(run, job).SubmitAsync(round, site.Id, body); // our client knows what to do
        Assert.True(receipt.Accepted);
    }

    [Fact]
    public async Task A_job_that_is_submitted_while_the_coordinator_restarts_is_one_run()
    {
        await using TestServer server = await TestServer.StartAsync();
        await server.EnrolAsync("berlin");
        byte[] model = Line.ModelFile();
        var request = new SubmitJobRequest(Line.Job(), BlobId.Of(model), "once");
        Task<SubmitJobAnswer> PostAsync() => server.Researcher.PostAsync(
            Routes.Jobs, request, ProtocolJson.Default.SubmitJobRequest, ProtocolJson.Default.SubmitJobAnswer);
        int posts = 0;
        SubmitJobAnswer answer = await new BlobTransfer(server.Researcher).BringAsync(Routes.Upload(request.Model), model, async () =>
        {
            // Twice in a row after the upload; and once when the job had been taken and its answer was lost.
            if (++posts < 3) await server.RestartAsync();
            if (posts == 3) await PostAsync();
            if (posts == 3) await server.RestartAsync();
            return await PostAsync();
        });
        Assert.Equal(4, posts);
        RunsMessage runs = await server.Researcher.GetAsync(Routes.Runs, ProtocolJson.Default.RunsMessage);
        Assert.Equal(answer.Run, Assert.Single(runs.Runs).Run);
    }

    [Theory]
    [InlineData("bytes=0-9", 206, 0, 10)]
    [InlineData("bytes=10-", 206, 10, -1)]
    [InlineData("bytes=-5", 206, -5, 5)]
    [InlineData("bytes=5-999999", 206, 5, -1)]
    [InlineData("bytes=999999-", 416, 0, 0)]
    [InlineData("bytes=1-2,4-5", 200, 0, -1)]
    [InlineData("lines=1-2", 200, 0, -1)]
    public async Task Ranges_are_what_http_says(string range, int status, int from, int count)
    {
        await using TestServer server = await TestServer.StartAsync();
        TestSite site = await server.EnrolAsync("berlin");
        byte[] model = Line.ModelFile();
        await server.SubmitAsync(Line.Job(), model);
        var request = new HttpRequestMessage(HttpMethod.Get, Routes.Blob(BlobId.Of(model))) { Version = HttpVersion.Version20 };
        request.Headers.TryAddWithoutValidation("Range", range);
        using HttpResponseMessage response = await server.Raw(site.Certificate).SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
        if (status == 416)
        {
            Assert.Equal(model.Length, response.Content.Headers.ContentRange?.Length);
            await Refused.ReadAsync(response);
            return;
        }
        Assert.Equal($"\"{BlobId.Of(model)}\"", response.Headers.ETag?.Tag);
        if (from < 0) from += model.Length;
        Assert.Equal(count < 0 ? model[from..] : model[from..(from + count)], await response.Content.ReadAsByteArrayAsync());
    }
}
