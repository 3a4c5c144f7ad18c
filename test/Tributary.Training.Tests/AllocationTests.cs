using Tributary.Tests;

namespace Tributary.Training.Tests;

/// <summary>
/// A thousand steps of training allocate nothing: not a byte, on no thread. Measured in a process of its own, where nothing else runs.
/// </summary>
public sealed class AllocationTests
{
    private const int Steps = 1000;

    [Theory]
    [InlineData("mlp", 1)]
    [InlineData("mlp", 2)]
    [InlineData("cnn", 1)]
    [InlineData("gpt", 1)]
    [InlineData("gpt", 2)]
    public void A_thousand_steps_allocate_nothing_on_any_thread(string model, int models) =>
        Assert.Equal([.. Enumerable.Range(0, models).Select(i => $"thread {i}: 0"), "process: 0"], Measure("steps", model, models, Steps));

    [Theory]
    [InlineData("mlp")]
    [InlineData("cnn")]
    [InlineData("gpt")]
    public void A_thousand_steps_of_the_training_loop_allocate_no_more_than_ten(string model) =>
        Assert.Equal(["thread: 0", "process: 0"], Measure("loop", model, 10, Steps));

    private static string[] Measure(string what, string model, int first, int second) => ChildProcess.Output(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "Tributary.Training.Allocations.dll"), what, model, $"{first}", $"{second}"])
        .Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
