using Tributary.Tests;

namespace Tributary.Training.Tests;

/// <summary>
/// A thousand steps of training allocate nothing: not a byte, on no thread. Measured in a process of its own, where nothing else runs.
/// </summary>
public sealed class AllocationTests
{
    private const int Steps = 1000;

    [Theory]
    [InlineData("mlp", 1, 1)]
    [InlineData("mlp", 2, 1)]
    [InlineData("mlp", 1, 3)]
    [InlineData("cnn", 1, 1)]
    [InlineData("cnn", 1, 2)]
    [InlineData("gpt", 1, 1)]
    [InlineData("gpt", 2, 2)]
    [InlineData("llama", 1, 2)]
    public void A_thousand_steps_allocate_nothing_on_any_thread(string model, int models, int threads) => Assert.Equal(
        [.. Enumerable.Range(0, models).Select(i => $"thread {i}: 0"), "process: 0"], Measure("steps", model, models, Steps, threads));

    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    [InlineData("gpt")]
    public void A_thousand_steps_of_the_training_loop_allocate_no_more_than_ten(string model) =>
        Assert.Equal(["thread: 0", "process: 0"], Measure("loop", model, 10, Steps, threads: 1));

    private static string[] Measure(string what, string model, int first, int second, int threads) => ChildProcess.Output(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "Tributary.Training.Allocations.dll"), what, model, $"{first}", $"{second}", $"{threads}"])
        .Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
