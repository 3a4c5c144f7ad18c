using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;
using Tributary.Training;

namespace Tributary.Simulation.Tests;

/// <summary>What federation must amount to where theory says exactly what.</summary>
public sealed class CentralStepTests
{
    // A change is rounded to the grid of 2^-40 and to single precision, and weights are single.
    private const float Tolerance = 2e-6f;

    [Theory]
    [InlineData("""{ "use": "iid", "clients": 4 }""")]
    [InlineData("""{ "use": "sizes", "weights": [10, 5, 1] }""")]
    [InlineData("""{ "use": "shards", "clients": 6 }""")]
    [InlineData("""{ "use": "dirichlet", "clients": 5, "alpha": 0.2, "minimumSize": 10 }""")]
    public async Task FedSGD_takes_the_gradient_steps_of_all_data_in_one_place(string partition)
    {
        PlannedJob job = Jobs.Plan(Jobs.Digits($$"""
            {
              "partition": {{partition}}, "strategy": { "use": "fed-sgd" }, "rounds": 3,
              "local": { "batchSize": 7, "epochs": 5, "optimizer": { "use": "sgd", "learningRate": 0.5 } }
            }
            """));
        SimulationResult result = await Jobs.RunAsync(job);
        float[] central = CentralSteps(job, 3, rate: 0.5f);
        Assert.Equal(RunOutcome.Completed, result.Report.Outcome);
        Assert.True(Largest(central, job.Initial.Trainable) > 1000 * Tolerance); // the steps went somewhere
        Assert.InRange(Largest(central, result.Model.Parameters.Trainable), 0, Tolerance);
    }

    [Fact]
    public async Task The_servers_rate_scales_the_step()
    {
        PlannedJob job = Jobs.Plan(Jobs.Digits("""
            { "strategy": { "use": "fed-sgd", "learningRate": 2 }, "rounds": 1, "local": { "optimizer": { "use": "sgd", "learningRate": 0.25 } } }
            """));
        SimulationResult result = await Jobs.RunAsync(job);
        Assert.InRange(Largest(CentralSteps(job, 1, rate: 0.5f), result.Model.Parameters.Trainable), 0, Tolerance);
    }

    [Fact]
    public async Task Uniform_weights_count_small_sites_like_large_ones()
    {
        const string Changes = """
            {
              "strategy": { "use": "fed-sgd" }, "rounds": 1, "weighting": "uniform",
              "local": { "optimizer": { "use": "sgd", "learningRate": 0.5 } }
            }
            """;
        PlannedJob job = Jobs.Plan(Jobs.Digits(Changes));
        SimulationResult result = await Jobs.RunAsync(job);
        float[] expected = job.Initial.Trainable.ToArray();
        foreach (Site site in job.Federation.Sites)
        {
            float[] gradient = Gradient(job, job.Initial.Trainable, site.Train);
            for (int i = 0; i < expected.Length; i++) expected[i] -= 0.5f * gradient[i] / job.Federation.Sites.Count;
        }
        Assert.InRange(Largest(expected, result.Model.Parameters.Trainable), 0, Tolerance);
        Assert.True(Largest(CentralSteps(job, 1, 0.5f), result.Model.Parameters.Trainable) > 10 * Tolerance);
    }

    [Theory]
    [InlineData("""{ "use": "sgd", "learningRate": 0.1 }""")]
    [InlineData("""{ "use": "adamw", "learningRate": 0.01 }""")]
    public async Task FedAvg_of_a_single_client_is_training_at_that_client(string optimizer)
    {
        PlannedJob job = Jobs.Plan(Jobs.Digits($$"""
            {
              "partition": { "use": "iid", "clients": 1 }, "rounds": 2,
              "local": { "epochs": 2, "batchSize": 20, "optimizer": {{optimizer}}, "schedule": { "use": "cosine", "steps": 3 } }
            }
            """));
        SimulationResult result = await Jobs.RunAsync(job);

        Model model = job.Architecture.Build(job.Shape, 20, new RandomStream(99));
        model.Parameters.Load(job.Initial);
        var loop = new TrainingLoop(model, job.Composition.Local);
        for (int round = 1; round <= 2; round++)
            loop.Run(job.Federation.Sites[0].Train, job.Random.Derive("client").Derive("train", round), round - 1);
        Assert.InRange(Largest(model.Parameters.Trainable, result.Model.Parameters.Trainable), 0, Tolerance);
    }

    [Fact]
    public async Task FedAvg_is_the_mean_of_the_clients_models_weighted_by_their_examples()
    {
        PlannedJob job = Jobs.Plan(Jobs.Digits("""{ "rounds": 1 }"""));
        SimulationResult result = await Jobs.RunAsync(job);

        double[] mean = new double[job.Initial.Values.Length];
        double examples = job.Federation.Sites.Sum(site => site.Train.Count), loss = 0;
        for (int i = 0; i < job.Federation.Sites.Count; i++)
        {
            Model model = job.Architecture.Build(job.Shape, 32, new RandomStream(99));
            model.Parameters.Load(job.Initial);
            Dataset own = job.Federation.Sites[i].Train;
            var loop = new TrainingLoop(model, job.Composition.Local);
            loss += own.Count / examples * loop.Run(own, job.Random.Derive("client", i).Derive("train", 1));
            for (int j = 0; j < mean.Length; j++) mean[j] += own.Count / examples * model.Parameters.Values[j];
        }
        Assert.InRange(Largest([.. mean.Select(value => (float)value)], result.Model.Parameters.Values), 0, Tolerance);
        Assert.Equal(loss, Assert.Single(result.Report.Rounds).TrainLoss!.Value, 1e-6);
    }

    private static float[] CentralSteps(PlannedJob job, int steps, float rate)
    {
        float[] w = job.Initial.Trainable.ToArray();
        for (int step = 0; step < steps; step++)
        {
            float[] gradient = Gradient(job, w, job.Federation.Pooled);
            for (int i = 0; i < w.Length; i++) w[i] -= rate * gradient[i];
        }
        return w;
    }

    private static float[] Gradient(PlannedJob job, ReadOnlySpan<float> at, Dataset data)
    {
        Model model = job.Architecture.Build(job.Shape, data.Count, new RandomStream(99));
        at.CopyTo(model.Parameters.Trainable);
        model.Load(data, [.. Enumerable.Range(0, data.Count)], new RandomStream(1));
        model.Graph.Forward();
        model.Graph.Backward(model.Loss);
        return model.Parameters.Gradient.ToArray();
    }

    private static float Largest(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float largest = 0;
        for (int i = 0; i < a.Length; i++) largest = Math.Max(largest, Math.Abs(a[i] - b[i]));
        return largest;
    }
}
