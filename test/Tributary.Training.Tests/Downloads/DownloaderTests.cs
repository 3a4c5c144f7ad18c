using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Tributary.Core;
using Tributary.Tensors;
using Tributary.Tests;

namespace Tributary.Training.Tests;

public sealed class DownloaderTests : IDisposable
{
    private static readonly byte[] _content = Bytes(100_000, 1);

    private readonly TemporaryFolder _folder = new();

    private DownloadCache Cache => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_comes_once_and_lies_under_its_checksum()
    {
        using var server = new FileServer((_, _) => ServerAnswer.All(_content));
        var told = new List<DownloadProgress>();
        RemoteFile file = Of(server);
        string path = await FetchAsync(file, progress: new Told(told));
        Assert.Equal(_content, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.EndsWith(Path.Combine(file.Sha256, "rows.csv"), path, StringComparison.Ordinal);
        Assert.Equal((100_000, 100_000L), (told[^1].Done, told[^1].Total));
        Assert.Equal(path, await FetchAsync(file));
        Assert.Single(server.Requests);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder.Path, "partial")));
    }

    [Fact]
    public async Task What_a_cut_connection_brought_is_gone_on_with_under_the_version_that_it_was_of()
    {
        using var server = new FileServer((headers, before) => before == 0
            ? ServerAnswer.All(_content[..40_000], _content.Length) : ServerAnswer.Rest(_content, From(headers)));
        string path = await FetchAsync(Of(server));
        Assert.Equal(_content, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal("bytes=40000-", server.Requests[1]["Range"]);
        Assert.Equal("\"one\"", server.Requests[1]["If-Range"]);
    }

    [Fact]
    public async Task A_later_command_goes_on_where_an_earlier_one_gave_up()
    {
        bool down = true;
        using var server = new FileServer((headers, before) =>
            before == 0 ? ServerAnswer.All(_content[..30_000], _content.Length)
            : down ? new ServerAnswer(503, [], "Content-Length: 0")
            : ServerAnswer.Rest(_content, From(headers)));
        // The second answer ends the first command.
        Assert.Equal(ProblemCodes.DownloadFailed, await RefusedAsync(Of(server)));
        Assert.Equal(2, server.Requests.Count);
        down = false;
        await FetchAsync(Of(server));
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_withoutwardranges_sends_all_of_it_again()
    {
        using var server = new FileServer((_, before) => before == 0
            ? ServerAnswer.All(_content[..40_000], _content.Length) : ServerAnswer.All(_content));
        Assert.Equal(_content, await File.ReadAllBytesAsync(await FetchAsync(Of(server)), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_beginning_of_another_version_is_thrown_away_and_the_whole_fetched_once_more()
    {
        byte[] old = Bytes(40_000, 2);
        using var server = new FileServer((headers, before) =>
            before == 0 ? ServerAnswer.All(old, _content.Length)
            : headers.ContainsKey("Range") ? ServerAnswer.Rest(_content, From(headers)) // it does not look at If-Range
            : ServerAnswer.All(_content));
        Assert.Equal(_content, await File.ReadAllBytesAsync(await FetchAsync(Of(server)), TestContext.Current.CancellationToken));
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Other_bytes_than_were_asked_for_are_refused_and_nothing_of_them_is_kept()
    {
        using var server = new FileServer((_, _) => ServerAnswer.All(Bytes(100_000, 3)));
        Assert.Equal(ProblemCodes.WrongContent, await RefusedAsync(Of(server)));
        Assert.False(File.Exists(Cache.PathOf(Of(server))));
        Assert.All(Directory.EnumerateFiles(Path.Combine(_folder.Path, "partial")), part => Assert.Equal(0, new FileInfo(part).Length));
    }

    [Theory]
    [InlineData(60_000, ProblemCodes.WrongContent)] // says that it is shorter
    [InlineData(200_000, ProblemCodes.DownloadFailed)] // says that it is longer, and goes away
    public async Task A_wrong_length_is_noticed(int length, string code)
    {
        using var server = new FileServer((_, _) => ServerAnswer.All(_content[..Math.Min(length, 90_000)], length));
        Assert.Equal(code, await RefusedAsync(Of(server)));
    }

    [Fact]
    public async Task More_than_is_allowed_is_refused_said_or_not()
    {
        using var says = new FileServer((_, _) => ServerAnswer.All(_content));
        Assert.Equal(ProblemCodes.DownloadTooLarge, await RefusedAsync(Of(says), limit: 99_999));
        using var silent = new FileServer((_, _) => new ServerAnswer(200, _content));
        Assert.Equal(ProblemCodes.DownloadTooLarge, await RefusedAsync(Of(silent), limit: 99_999));
        await FetchAsync(Of(silent), limit: 100_000);
    }

    [Fact]
    public async Task A_server_may_send_on_but_not_to_a_connection_that_can_be_read()
    {
        using var there = new FileServer((_, _) => ServerAnswer.All(_content));
        using var here = new FileServer((_, _) => ServerAnswer.Elsewhere(there.Url.ToString()));
        await FetchAsync(Of(here));
        using var outward = new FileServer((_, _) => ServerAnswer.Elsewhere("http://example.org/rows.csv"));
        Assert.Equal(ProblemCodes.AddressRefused, await RefusedAsync(Of(outward, 2)));
        // From another machine to this one, or from https to http.
        var outside = RemoteFile.Of("https://example.org/rows.csv", Of(there, 3).Sha256, null, "$");
        foreach (string target in (string[])["http://example.org/rows.csv", there.Url.ToString()])
            Assert.Equal(ProblemCodes.AddressRefused, await RefusedAsync(outside, handler: _ => new Sends(target)));
        using var circle = new FileServer((_, _) => ServerAnswer.Elsewhere("rows.csv"));
        Assert.Equal(ProblemCodes.DownloadFailed, await RefusedAsync(Of(circle, 4)));
    }

    [Theory]
    [InlineData("http://example.org/rows.csv", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("https://me:secret@example.org/rows.csv", null)]
    [InlineData("rows.csv", null)]
    [InlineData("https://example.org/a%2F..%2Fb", null)]
    [InlineData("https://example.org/rows.csv", "../rows.csv")]
    [InlineData("https://example.org/rows.csv", ".hidden")]
    public void Addresses_and_names_that_are_not_allowed_are_refused(string url, string? name) =>
        Assert.Equal(ProblemCodes.AddressRefused, Assert.Throws<ProblemException>(
            () => RemoteFile.Of(url, new string('a', 64), name, "$")).Problems[0].Code);

    [Fact]
    public void A_file_withoutwarda_checksum_is_refused()
    {
        foreach (string? sum in (string?[])[null, "", "abc", new string('g', 64)])
            Assert.Throws<ProblemException>(() => RemoteFile.Of("https://example.org/rows.csv", sum, null, "$"));
    }

    [Fact]
    public async Task A_file_that_was_changed_in_the_cache_is_not_used()
    {
        using var server = new FileServer((_, _) => ServerAnswer.All(_content));
        string path = await FetchAsync(Of(server));
        await File.WriteAllBytesAsync(path, Bytes(100_000, 9), TestContext.Current.CancellationToken);
        Assert.Null(Cache.Find(Of(server)));
        Assert.Equal(path, await FetchAsync(Of(server)));
        Assert.Equal(2, server.Requests.Count);
    }

    private static int From(IReadOnlyDictionary<string, string> headers) =>
        int.Parse(headers["Range"]["bytes=".Length..^1], CultureInfo.InvariantCulture);

    /// <summary>The file, of other content with another number.</summary>
    private static RemoteFile Of(FileServer server, ulong content = 1) => RemoteFile.Of(
        server.Url.ToString(), Convert.ToHexString(SHA256.HashData(Bytes(100_000, content))), null, "$");

    private static byte[] Bytes(int count, ulong seed)
    {
        var random = new RandomStream(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (byte)random.NextInt(256))];
    }

    private Task<string> FetchAsync(
        RemoteFile file, long limit = Downloader.UsualLimit, IProgress<DownloadProgress>? progress = null,
        Func<Uri, HttpMessageHandler>? handler = null)
    {
        var downloader = new Downloader(Cache) { Limit = limit, Progress = progress };
        if (handler is not null) downloader = new Downloader(Cache) { Limit = limit, Handler = handler };
        return downloader.FetchAsync(file, TestContext.Current.CancellationToken);
    }

    private async Task<string> RefusedAsync(
        RemoteFile file, long limit = Downloader.UsualLimit, Func<Uri, HttpMessageHandler>? handler = null) =>
        (await Assert.ThrowsAsync<ProblemException>(() => FetchAsync(file, limit, handler: handler))).Problems.Single().Code;

    private sealed class Told(List<DownloadProgress> list) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => list.Add(value);
    }

    private sealed class Sends(string target) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = new HttpResponseMessage(HttpStatusCode.Found);
            response.Headers.Location = new Uri(target);
            return Task.FromResult(response);
        }
    }
}
