using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Tributary.Tests;

namespace Tributary.Field.Tests;

/// <summary>One coordinator and four hospitals, a process each, over mutual TLS: the model is that of a simulation, bit for bit.</summary>
public sealed class HeartFederationTests
{
    private static readonly string[] _hospitals = ["cleveland", "hungarian", "switzerland", "va"];

    private const string Names = "age,sex,cp,trestbps,chol,fbs,restecg,thalach,exang,oldpeak,slope,ca,thal,num";

    // FLamby's rule: three columns are not used, rows with a missing cell are left out, two columns are one-hot.
    private const string Job = """
        {
          "name": "heart", "seed": 11,
          "data": {
            "use": "table", "name": "heart", "path": "*.csv", "dropFirstLevel": true,
            "columns": [
              { "name": "age", "unit": "years" }, { "name": "sex" }, { "name": "cp", "values": ["1", "2", "3", "4"] },
              { "name": "trestbps", "unit": "mmHg" }, { "name": "chol", "unit": "mg/dl" }, { "name": "fbs" },
              { "name": "restecg", "values": ["0", "1", "2"] }, { "name": "thalach", "unit": "1/min" }, { "name": "exang" },
              { "name": "oldpeak", "unit": "mm" }
            ],
            "label": { "name": "num", "above": 0, "values": ["healthy", "diseased"] }
          },
          "partition": { "use": "by-file" }, "holdout": 0.34, "normalize": true, "model": { "use": "logistic" },
          "strategy": { "use": "fed-yogi", "learningRate": 0.01 },
          "stages": [{ "use": "clip", "norm": 1 }, STAGES],
          "local": { "steps": 30, "batchSize": 4, "optimizer": { "use": "sgd", "learningRate": 0.001 } },
          "largestWeight": 200, "minimumCohort": 4, "rounds": 4,
          "field": { "sites": ["cleveland", "hungarian", "switzerland", "va"] }
        }
        """;

    [Fact]
    public Task Five_processes_make_the_model_that_a_simulation_makes()
    {
        const string Stages = """{ "use": "top-k", "fraction": 0.5 }, { "use": "zip" }""";
        return MakesTheSameModelAsync(Stages, Stages);
    }

    [Fact]
    public Task Under_secure_aggregation_they_make_the_model_that_a_simulation_without_secrecy_makes() => MakesTheSameModelAsync(
        """{ "use": "quantize", "bits": 16 }, { "use": "secagg" }""", """{ "use": "quantize", "bits": 16 }, { "use": "plain-sum" }""");

    [Fact]
    public Task Under_a_collective_key_they_do_too() => MakesTheSameModelAsync(
        """{ "use": "quantize", "bits": 16 }, { "use": "encrypt" }""", """{ "use": "quantize", "bits": 16 }, { "use": "plain-sum" }""");

    [Fact]
    public Task Split_among_helpers_they_do_too() => MakesTheSameModelAsync(
        """{ "use": "quantize", "bits": 16 }, { "use": "split" }""", """{ "use": "quantize", "bits": 16 }, { "use": "plain-sum" }""");

    private static async Task MakesTheSameModelAsync(string stages, string simulatedStages)
    {
        string data = SharedData.PathOrSkip("data/heart-disease");
        using var folder = new TemporaryFolder();
        string job = folder.Write("job.json", Job.Replace("STAGES", stages, StringComparison.Ordinal));
        string simulated = folder.Write("simulated.json", Job.Replace("STAGES", simulatedStages, StringComparison.Ordinal));
        foreach (string hospital in _hospitals)
            folder.Write($"simulated/{hospital}.csv", $"{Names}\n{await File.ReadAllTextAsync(Path.Combine(data, $"processed.{hospital}.data"))}");
        await Tributary.RunAsync(folder.Path, "simulate", simulated, "--data", "simulated", "--out", "simulation");

        await Tributary.RunAsync(folder.Path, "serve", "init", "coordinator", "--listen", $"127.0.0.1:{FreePort()}");
        using RunningProgram coordinator = await Tributary.StartAsync(folder.Path, "listens at", "serve", "coordinator");
        const string Admin = "coordinator/admin.profile";
        await Tributary.RunAsync(folder.Path, "people", "add", "rita", "--role", "researcher", "--out", "rita.profile", "--as", Admin);
        var agents = new List<RunningProgram>();
        try
        {
            foreach (string hospital in _hospitals)
            {
                string invitation = await Tributary.RunAsync(folder.Path, "invite", hospital, "--json", "--as", Admin);
                string token = JsonDocument.Parse(invitation).RootElement.GetProperty("token").GetString()!;
                await Tributary.RunAsync(folder.Path, "join", hospital, "--invitation", token);
                File.Copy(Path.Combine(data, $"processed.{hospital}.data"), Path.Combine(folder.Path, hospital, "export.data"));
                folder.Write($"{hospital}/site.json", $$"""
                    { "data": { "heart": { "use": "csv", "path": "export.data", "names": ["{{Names.Replace(",", "\", \"")}}"] } },
                      "policy": { "approve": "policy", "require": ["clip"] } }
                    """);
                agents.Add(await Tributary.StartAsync(folder.Path, "works for", "join", hospital));
            }
            await Tributary.RunAsync(folder.Path, "submit", job, "--quiet", "--wait", "--out", "field.safetensors", "--as", "rita.profile");
        }
        finally
        {
            foreach (RunningProgram agent in agents) agent.Dispose();
        }
        Assert.Equal(Digest(folder, "simulation/model.safetensors"), Digest(folder, "field.safetensors"));
    }

    private static string Digest(TemporaryFolder folder, string file) =>
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder.Path, file))));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
