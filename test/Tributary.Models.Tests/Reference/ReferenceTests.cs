using Tributary.Tensors;
using Tributary.Tests;

namespace Tributary.Models.Tests;

/// <summary>The networks as jobs use them, against PyTorch in double precision.</summary>
/// <remarks>
/// Single precision rounds to 6e-8 of a number. Through sums of up to 3,136 products, one after another, and through a dozen layers, that
/// came to at most 1.4e-6 of any gradient and 3e-7 of any loss when these bounds were set. They leave room for sums in another order.
/// </remarks>
public sealed class ReferenceTests
{
    private const double LossBound = 1e-6, LogitBound = 1e-5, GradientBound = 5e-6;

    /// <summary>The script computes in double precision and stores twelve digits; the machine shows in the fifteenth.</summary>
    private const double ScriptBound = 1e-10;

    public static TheoryData<string> Names => ["mlp", "cnn", "gpt"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Logits_and_loss_agree_with_PyTorch(string name)
    {
        var reference = ReferenceRun.Stored(name);
        var ours = ReferenceCase.Of(name);
        Assert.Equal(reference.Loss, ours.Differentiate(0), LossBound * reference.Loss);

        double[] expected = LogSoftmax(reference.Logits, ours.ClassCount), actual = [.. ours.Probabilities.Select(p => Math.Log(p))];
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], LogitBound);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradient_by_every_parameter_agrees_with_PyTorch(string name)
    {
        var reference = ReferenceRun.Stored(name);
        var ours = ReferenceCase.Of(name);
        ours.Differentiate(0);
        Assert.Equal(reference.Gradients.Keys.Order(), ours.Model.Parameters.Layout.Entries.Select(entry => entry.Name).Order());
        foreach (ParameterEntry entry in ours.Model.Parameters.Layout.Entries)
            Compare(reference.Gradients[entry.Name], ours.Sketch(entry), GradientBound, entry.Name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ten_steps_of_training_lose_what_they_lose_in_PyTorch(string name)
    {
        double[] expected = ReferenceRun.Stored(name).Losses, actual = ReferenceCase.Of(name).Train(steps: 10);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], LossBound * expected[i]);
        Assert.True(actual[10] < 0.9 * actual[0]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_stored_values_are_what_the_script_computes(string name)
    {
        Python.RequireModule("torch", "python3-torch");
        ReferenceRun stored = ReferenceRun.Stored(name),
            again = ReferenceRun.Parse(Python.Run([Path.Combine(ReferenceRun.Folder, "reference.py"), name]));
        Assert.Equal(stored.Loss, again.Loss, ScriptBound);
        Assert.Equal(stored.Logits.Length, again.Logits.Length);
        Assert.All(stored.Logits.Zip(again.Logits), pair => Assert.Equal(pair.First, pair.Second, ScriptBound));
        Assert.Equal(stored.Losses.Length, again.Losses.Length);
        Assert.All(stored.Losses.Zip(again.Losses), pair => Assert.Equal(pair.First, pair.Second, ScriptBound));
        Assert.Equal(stored.Gradients.Keys, again.Gradients.Keys);
        foreach ((string parameter, GradientSketch sketch) in stored.Gradients)
            Compare(sketch, again.Gradients[parameter], ScriptBound, parameter);
    }

    [Fact]
    public void One_wrong_entry_of_a_gradient_of_thousands_is_noticed()
    {
        var ours = ReferenceCase.Of("mlp");
        ours.Differentiate(0);
        ParameterEntry entry = ours.Model.Parameters.Layout.Find("fc1.weight")!;
        GradientSketch right = ours.Sketch(entry);
        ours.Model.Parameters.Gradient[entry.Offset + 100_000] += (float)(2 * GradientBound * right.Norm);
        GradientSketch wrong = ours.Sketch(entry);
        Assert.Equal(right.Entries, wrong.Entries); // it is none of the entries that are stored
        Assert.True(wrong.Error(right) > GradientBound);
    }

    /// <summary>One bound, on the length of the error over the length of the gradient, bounds all that is stored.</summary>
    private static void Compare(GradientSketch expected, GradientSketch actual, double bound, string name)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double length = bound * expected.Norm, roots = Math.Sqrt(expected.Shape.Aggregate(1.0, (product, extent) => product * extent));
        Assert.True(actual.Error(expected) <= bound, $"{name}: the error is {actual.Error(expected):E1} of the gradient.");
        Assert.Equal(expected.Norm, actual.Norm, length);
        Assert.Equal(expected.Sum, actual.Sum, length * roots); // Cauchy and Schwarz, with a vector of ones
        Assert.Equal(expected.Entries.Length, actual.Entries.Length);
        for (int i = 0; i < expected.Entries.Length; i++) Assert.Equal(expected.Entries[i], actual.Entries[i], length);
    }

    /// <summary>Models keep probabilities: scores but for a constant in each row.</summary>
    private static double[] LogSoftmax(double[] logits, int classes) => [.. logits.Chunk(classes).SelectMany(row =>
    {
        double logSum = Math.Log(row.Sum(Math.Exp));
        return row.Select(logit => logit - logSum);
    })];
}
