using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Tributary.Core;
using Tributary.Tests;

namespace Tributary.Training.Tests;

public sealed class RemotePartsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private DownloadCache Cache => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Addresses_become_paths_in_the_cache_and_folders_of_several_files_too()
    {
        string job = $$"""
            {
              // a comment
              "name": "j",
              "data": {
                "use": "text", "path": {{File("a.txt", "A")}},
                "tokenizer": { "use": "file", "path": {{File("tokenizer.json", "T")}} }
              },
              "model": { "use": "gpt", "from": { "files": [{{File("config.json", "C")}}, {{File("model.safetensors", "M")}}] } },
              "description": "a \"url\" here stays"
            }
            """;
        foreach (RemoteFile file in RemoteParts.Of(job)) Put(file);
        JsonNode local = JsonNode.Parse(RemoteParts.Localize(job, Cache))!;
        Assert.Equal("A", System.IO.File.ReadAllText((string)local["data"]!["path"]!));
        Assert.Equal("T", System.IO.File.ReadAllText((string)local["data"]!["tokenizer"]!["path"]!));
        string folder = (string)local["model"]!["from"]!;
        Assert.Equal(["config.json", "model.safetensors"], Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order());
        Assert.Equal("M", System.IO.File.ReadAllText(Path.Combine(folder, "model.safetensors")));
        Assert.Equal("https://example.org/a.txt", (string)JsonNode.Parse(RemoteParts.WithAddresses(job))!["data"]!["path"]!);
    }

    [Fact]
    public void Without_the_files_a_job_is_refused_with_the_commands_that_fetch_them()
    {
        string job = $$"""{ "data": { "use": "csv", "path": {{File("a.csv", "A")}}, "testPath": {{File("b.csv", "B")}} } }""";
        IReadOnlyList<Problem> problems = Assert.Throws<ProblemException>(() => RemoteParts.Localize(job, Cache)).Problems;
        Assert.Equal(["$.data.path", "$.data.testPath"], problems.Select(problem => problem.Path));
        Assert.All(problems, problem => Assert.Equal(ProblemCodes.NotDownloaded, problem.Code));
        string command = $"tributary data fetch 'https://example.org/a.csv' --sha256 {Sum("A")}";
        Assert.Contains(command, problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_without_addresses_and_one_that_is_no_json_stay_as_they_are()
    {
        string[] jobs = ["""{ "data": { "use": "csv", "path": "a.csv" } }""", """{ "url": """, """{ "description": "\"url\"" }"""];
        foreach (string job in jobs) Assert.Equal(job, RemoteParts.Localize(job, Cache));
    }

    [Theory]
    [InlineData("""{ "url": "https://example.org/a.csv" }""", "$.data.path")]
    [InlineData("""{ "url": "http://example.org/a.csv", "sha256": "SUM" }""", "$.data.path")]
    [InlineData("""{ "url": "https://example.org/a.csv", "sha256": "SUM", "md5": "1" }""", "$.data.path.md5")]
    [InlineData("""
        { "files": [{ "url": "https://example.org/a", "sha256": "SUM" }, { "url": "https://example.com/a", "sha256": "SUM" }] }
        """, "$.data.path")]
    public void What_is_written_wrong_is_refused_where_it_stands(string path, string where)
    {
        string job = $$"""{ "data": { "use": "csv", "path": {{path.Replace("SUM", Sum("A"), StringComparison.Ordinal)}} } }""";
        Problem problem = Assert.Throws<ProblemException>(() => RemoteParts.Of(job)).Problems.Single();
        Assert.Equal((ProblemCodes.AddressRefused, where), (problem.Code, problem.Path));
    }

    private static string File(string name, string content) =>
        $$"""{ "url": "https://example.org/{{name}}", "sha256": "{{Sum(content)}}" }""";

    private static string Sum(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private void Put(RemoteFile file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Cache.PathOf(file))!);
        System.IO.File.WriteAllText(Cache.PathOf(file), file.Name[..1].ToUpperInvariant());
    }
}
