using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Tributary.Tensors;

namespace Tributary.Cli;

/// <summary>A coordinator and four sites with made-up tables, a process each, in a folder of their own.</summary>
internal sealed class SoakFederation : IDisposable
{
    private const int Rows = 60, Columns = 4;
    private static readonly string[] _sites = ["east", "north", "south", "west"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tributary-bench-");
    private readonly List<SoakProcess> _parts = [];

    /// <summary>The coordinator first, then the sites' agents.</summary>
    public IReadOnlyList<SoakProcess> Parts => _parts;

    /// <summary>Makes the folders, enrols the sites and starts everybody.</summary>
    /// <param name="seed">Of the tables.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<SoakFederation> StartAsync(ulong seed, CancellationToken cancellation)
    {
        var federation = new SoakFederation();
        try
        {
            await OwnProcess.OutputAsync(
                ["serve", "init", federation.In("coordinator"), "--listen", $"127.0.0.1:{FreePort()}"], cancellation);
            await federation.AddAsync(["serve", federation.In("coordinator")], " listens at ", cancellation);
            await OwnProcess.OutputAsync(
                ["people", "add", "rita", "--role", "researcher", "--out", federation.Researcher, "--as", federation.Admin], cancellation);
            foreach (string site in _sites) await federation.EnrolAsync(site, new RandomStream(seed).Derive(site), cancellation);
            return federation;
        }
        catch
        {
            federation.Dispose();
            throw;
        }
    }

    /// <summary>The digest of the model that a simulation of the job makes.</summary>
    public async Task<string> SimulateAsync(ulong seed, int rounds, CancellationToken cancellation)
    {
        await File.WriteAllTextAsync(In("job.json"), Job(seed, rounds), cancellation);
        await OwnProcess.OutputAsync(
            ["simulate", In("job.json"), "--data", In("tables"), "--out", In("simulation"), "--json"], cancellation);
        return Digest(In("simulation", "model.safetensors"));
    }

    /// <summary>The digest of the model that the processes make of the job that was simulated last.</summary>
    /// <exception cref="InvalidOperationException">The run did not complete.</exception>
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        await OwnProcess.OutputAsync(
            ["submit", In("job.json"), "--quiet", "--out", In("field.safetensors"), "--as", Researcher], cancellation);
        return Digest(In("field.safetensors"));
    }

    public void Dispose()
    {
        foreach (SoakProcess part in _parts) part.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Admin => In("coordinator", ServeInitCommand.ProfileFile);

    private string Researcher => In("rita.profile");

    private async Task EnrolAsync(string site, RandomStream random, CancellationToken cancellation)
    {
        string invitation = await OwnProcess.OutputAsync(["invite", site, "--json", "--as", Admin], cancellation);
        string token = JsonNode.Parse(invitation)!["token"]!.GetValue<string>();
        await OwnProcess.OutputAsync(["join", In(site), "--invitation", token], cancellation);
        string table = Table(random);
        Directory.CreateDirectory(In("tables"));
        await File.WriteAllTextAsync(In("tables", $"{site}.csv"), table, cancellation);
        await File.WriteAllTextAsync(In(site, "table.csv"), table, cancellation);
        await File.WriteAllTextAsync(In(site, "site.json"), """
            { "data": { "soak": { "use": "csv", "path": "table.csv" } }, "policy": { "approve": "policy" } }
            """, cancellation);
        await AddAsync(["join", In(site)], "works for", cancellation);
    }

    private async Task AddAsync(string[] arguments, string announcement, CancellationToken cancellation)
    {
        var part = new SoakProcess(arguments, announcement);
        _parts.Add(part);
        await part.StartAsync(cancellation);
    }

    /// <summary>Every round depends on what a site kept of the round before: what top-k did not send.</summary>
    private static string Job(ulong seed, int rounds) => $$"""
        {
          "name": "soak", "seed": {{seed}},
          "data": {
            "use": "table", "name": "soak", "path": "*.csv",
            "columns": [{{string.Join(", ", Enumerable.Range(0, Columns).Select(column => $$"""{ "name": "x{{column}}" }"""))}}],
            "label": { "name": "kind", "values": ["low", "high"] }
          },
          "partition": { "use": "by-file" }, "normalize": true, "largestWeight": {{Rows}}, "minimumCohort": {{_sites.Length}},
          "model": { "use": "mlp", "hidden": [32] }, "strategy": { "use": "fed-adam" },
          "stages": [{ "use": "clip", "norm": 1 }, { "use": "top-k", "fraction": 0.3 }, { "use": "zip" }],
          "local": { "epochs": 1, "batchSize": 16, "optimizer": { "use": "sgd", "learningRate": 0.05 } }, "rounds": {{rounds}},
          "field": { "sites": {{new JsonArray([.. _sites]).ToJsonString()}}, "longestRoundSeconds": 600 }
        }
        """;

    private static string Table(RandomStream random)
    {
        var table = new StringBuilder($"{string.Join(',', Enumerable.Range(0, Columns).Select(column => $"x{column}"))},kind\n");
        for (int row = 0; row < Rows; row++)
        {
            double[] values = [.. Enumerable.Range(0, Columns).Select(_ => Math.Round(random.NextNormal(), 3))];
            string[] cells = [.. values.Select(value => value.ToString(CultureInfo.InvariantCulture))];
            table.Append(string.Join(',', cells)).Append(values.Sum() > 0 ? ",high\n" : ",low\n");
        }
        return table.ToString();
    }

    private static string Digest(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string In(params string[] names) => Path.Combine([_folder.FullName, .. names]);
}
