using Tributary.Tests;

namespace Tributary.Training.Tests;

/// <summary>
/// The same bits on every processor: the runtime is told to do without some instructions, in a process of its own, and takes other paths
/// through the kernels, down to one number at a time.
/// </summary>
public sealed class InstructionSetTests
{
    private static readonly Lazy<string[]> _usual = new(() => Run());

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 8)]
    [InlineData("DOTNET_EnableAVX2", 4)]
    [InlineData("DOTNET_EnableHWIntrinsic", 1)]
    public void Training_gives_the_same_bits_without_some_instructions(string variable, int mostLanes)
    {
        string[] lines = Run((variable, "0"));
        TestContext.Current.TestOutputHelper!.WriteLine($"usual: {_usual.Value[0]}\n{variable}=0: {lines[0]}");
        Assert.InRange(Lanes(lines[0]), 1, mostLanes);
        // What it says of itself is what the runtime says: a run on the path that everybody takes would prove nothing.
        if (Lanes(_usual.Value[0]) > mostLanes) Assert.NotEqual(_usual.Value[0], lines[0]);
        Assert.Equal(5, lines.Length - 1);
        Assert.Equal(_usual.Value[1..], lines[1..]);
    }

    [Fact]
    public void Without_instructions_for_vectors_the_processor_says_what_it_lacks()
    {
        string line = Run(("DOTNET_EnableHWIntrinsic", "0"))[0];
        Assert.Equal(
            "accelerated: False False False, lanes: 1, fused: False; no vector instructions, multiply-adds fused in software; " +
            "missing: vector instructions and no fused multiply-add instructions", line);
    }

    private static int Lanes(string line)
    {
        const string Label = "lanes: ";
        string rest = line[(line.IndexOf(Label, StringComparison.Ordinal) + Label.Length)..];
        return int.Parse(rest[..rest.IndexOf(',', StringComparison.Ordinal)]);
    }

    private static string[] Run(params (string Name, string Value)[] variables) => ChildProcess.Output(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "Tributary.Training.Digests.dll")], variables: variables)
        .Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
