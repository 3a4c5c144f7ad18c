using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Tributary.Tests;

namespace Tributary.Field.Tests;

/// <summary>
/// A coordinator and two sites, a process each, make a generator of tables, although the coordinator is killed meanwhile.
/// </summary>
public sealed class TableFederationTests
{
    private static readonly string[] _sites = ["nord", "ost"];

    private const string Job = """
        {
          "name": "people", "seed": 5,
          "data": {
            "use": "table", "name": "people", "path": "*.csv",
            "columns": [{ "name": "age", "minimum": 0, "maximum": 99, "whole": true }, { "name": "town", "values": ["Ulm", "Bonn"] }],
            "label": { "name": "rich", "values": ["no", "yes"] }
          },
          "partition": { "use": "by-file" }, "model": { "use": "mst" }, "rounds": 1, "largestWeight": 100, "minimumCohort": 2,
          "holdout": 0.2
        }
        """;

    [Fact]
    public async Task Processes_make_the_generator_that_a_simulation_makes_and_a_killed_coordinator_reads_its_job_again()
    {
        using var folder = new TemporaryFolder();
        string job = folder.Write("job.json", Job);
        foreach (string site in _sites) folder.Write($"simulated/{site}.csv", Rows(site));
        await Tributary.RunAsync(folder.Path, "simulate", job, "--data", "simulated", "--out", "simulation");
        await Tributary.RunAsync(folder.Path, "serve", "init", "coordinator", "--listen", $"127.0.0.1:{FreePort()}");
        const string Admin = "coordinator/admin.profile", Rita = "rita.profile";
        RunningProgram coordinator = await Tributary.StartAsync(folder.Path, "listens at", "serve", "coordinator");
        var agents = new List<RunningProgram>();
        try
        {
            await Tributary.RunAsync(folder.Path, "people", "add", "rita", "--role", "researcher", "--out", Rita, "--as", Admin);
            foreach (string site in _sites)
            {
                string invitation = await Tributary.RunAsync(folder.Path, "invite", site, "--json", "--as", Admin);
                await Tributary.RunAsync(folder.Path, "join", site, "--invitation",
                    JsonDocument.Parse(invitation).RootElement.GetProperty("token").GetString()!);
                folder.Write($"{site}/own.csv", Rows(site));
                folder.Write($"{site}/site.json", """
                    { "data": { "people": { "use": "csv", "path": "own.csv" } }, "policy": { "approve": "policy" } }
                    """);
            }
            string run = (await Tributary.RunAsync(folder.Path, "submit", job, "--quiet", "--as", Rita)).Trim();
            agents.Add(await Tributary.StartAsync(folder.Path, "works for", "join", _sites[0]));
            coordinator.Dispose(); // killed: one site may have consented, the other has not
            coordinator = await Tributary.StartAsync(folder.Path, "listens at", "serve", "coordinator");
            agents.Add(await Tributary.StartAsync(folder.Path, "works for", "join", _sites[1]));
            Assert.Contains("completed", await Tributary.RunAsync(folder.Path, "status", run, "--watch", "--as", Rita));
            await Tributary.RunAsync(folder.Path, "model", run, "--out", "field.safetensors", "--as", Rita);
        }
        finally
        {
            foreach (RunningProgram agent in agents) agent.Dispose();
            coordinator.Dispose();
        }
        Assert.Equal(Digest(folder, "simulation/model.safetensors"), Digest(folder, "field.safetensors"));
        string rows = await Tributary.RunAsync(folder.Path, "generate", "field.safetensors", "--rows", "20", "--where", "town=Ulm");
        Assert.Equal(20, rows.Split('\n').Count(line => line.Contains(",Ulm,", StringComparison.Ordinal)));
    }

    private static string Rows(string site) => "age,town,rich\n" + string.Concat(Enumerable.Range(0, site.Length * 20).Select(i =>
        $"{20 + i * 7 % 50},{(i % 3 == 0 ? "Ulm" : "Bonn")},{(i * 7 % 50 > 25 ? "yes" : "no")}\n"));

    private static string Digest(TemporaryFolder folder, string file) =>
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder.Path, file))));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
