using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Models;
using Tributary.Tensors;
using Tributary.Tests;

namespace Tributary.Simulation.Tests;

/// <summary>A round of federated averaging, computed again by another program in double precision.</summary>
public sealed class NumPyTests
{
    private const string FedAvgRound = """
        import json, sys
        import numpy as np

        job = json.load(sys.stdin)
        names = list(job["initial"])

        def train(client):
            p = {name: np.array(values).reshape(job["shapes"][name]) for name, values in job["initial"].items()}
            depth = len(names) // 2
            W, b = [names[2 * i] for i in range(depth)], [names[2 * i + 1] for i in range(depth)]
            x, y = np.array(client["x"]), np.array(client["y"])
            for batch in client["batches"]:
                layers = [x[batch]]
                for i in range(depth):
                    z = layers[-1] @ p[W[i]] + p[b[i]]
                    layers.append(z if i == depth - 1 else np.maximum(z, 0))
                e = np.exp(layers[-1] - layers[-1].max(axis=1, keepdims=True))
                d = e / e.sum(axis=1, keepdims=True)
                d[np.arange(len(batch)), y[batch]] -= 1
                d /= len(batch)
                for i in reversed(range(depth)):
                    gradient = layers[i].T @ d, d.sum(axis=0)
                    d = (d @ p[W[i]].T) * (layers[i] > 0)
                    p[W[i]] = p[W[i]] - job["rate"] * gradient[0]
                    p[b[i]] = p[b[i]] - job["rate"] * gradient[1]
            return p

        examples = [len(client["y"]) for client in job["clients"]]
        models = [train(client) for client in job["clients"]]
        mean = {name: sum(n * model[name] for n, model in zip(examples, models)) / sum(examples) for name in names}
        json.dump({name: mean[name].ravel().tolist() for name in names}, sys.stdout)
        """;

    [Theory]
    [InlineData("""{ "use": "logistic" }""")]
    [InlineData("""{ "use": "mlp", "hidden": [12] }""")]
    [InlineData("""{ "use": "mlp", "hidden": [10, 6] }""")]
    public async Task A_round_of_FedAvg_agrees_with_NumPy(string model)
    {
        Python.RequireModule("numpy", "python3-numpy");
        PlannedJob job = Jobs.Plan(Jobs.Digits($$"""
            {
              "rounds": 1, "model": {{model}}, "partition": { "use": "dirichlet", "clients": 4, "alpha": 0.5, "minimumSize": 20 },
              "local": { "epochs": 2, "batchSize": 25, "optimizer": { "use": "sgd", "learningRate": 0.2 } }
            }
            """));
        JsonNode reference = JsonNode.Parse(Python.Run(["-c", FedAvgRound], Describe(job)))!;
        ParameterSet ours = (await Jobs.RunAsync(job)).Model.Parameters;
        foreach (ParameterEntry entry in ours.Layout.Entries)
        {
            double[] theirs = reference[entry.Name]!.Deserialize<double[]>()!;
            float[] values = ours[entry.Name].ToArray(), initial = job.Initial[entry.Name].ToArray();
            double size = Math.Sqrt(theirs.Sum(value => value * value));
            Assert.InRange(Distance(theirs, values), 0, 1e-5 * size);
            Assert.True(Distance(theirs, initial) > 1e-3 * size); // the round changed it
        }
    }

    private static double Distance(double[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

    /// <summary>The initial parameters, and every client's examples with the batches that its stream draws.</summary>
    private static string Describe(PlannedJob job) => new JsonObject
    {
        ["rate"] = job.Composition.Local.Optimizer.LearningRate,
        ["shapes"] = ForEach(job.Initial.Layout, entry => Numbers(entry.Shape.Extents.ToArray())),
        ["initial"] = ForEach(job.Initial.Layout, entry => Numbers(job.Initial[entry.Name].ToArray())),
        ["clients"] = new JsonArray([.. job.Federation.Sites.Select((site, i) => Client(job, (LabelledData)site.Train, i))]),
    }.ToJsonString();

    private static JsonObject ForEach(ParameterLayout layout, Func<ParameterEntry, JsonNode?> describe) =>
        new(layout.Entries.Select(entry => KeyValuePair.Create(entry.Name, describe(entry))));

    private static JsonObject Client(PlannedJob job, LabelledData data, int number)
    {
        RandomStream random = job.Random.Derive("client", number).Derive("train", 1);
        int[] order = new int[data.Count];
        var batches = new JsonArray();
        for (int epoch = 0; epoch < job.Composition.Local.Epochs; epoch++)
        {
            for (int i = 0; i < order.Length; i++) order[i] = i;
            random.Shuffle<int>(order);
            foreach (int[] batch in order.Chunk(job.Composition.Local.BatchSize)) batches.Add(Numbers(batch));
        }
        return new JsonObject
        {
            ["x"] = new JsonArray([.. Enumerable.Range(0, data.Count).Select(i => Numbers(Features(data, i)))]),
            ["y"] = Numbers([.. Enumerable.Range(0, data.Count).Select(data.Label)]),
            ["batches"] = batches,
        };
    }

    private static float[] Features(LabelledData data, int example)
    {
        float[] features = new float[data.FeatureShape.Count];
        data.CopyFeatures(example, features);
        return features;
    }

    private static JsonNode Numbers<T>(T[] values) => JsonSerializer.SerializeToNode(values)!;
}
