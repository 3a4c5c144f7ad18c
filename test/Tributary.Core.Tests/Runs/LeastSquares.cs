using Tributary.Tensors;

namespace Tributary.Core.Tests;

/// <summary>A client that takes one full-batch gradient step on y = w x + b.</summary>
/// <remarks>With small integers and a dyadic rate every number is exact, so that results can be compared bit for bit.</remarks>
internal sealed class LeastSquares(params (float X, float Y)[] points) : ILocalTrainer
{
    public const float Rate = 1 / 64f;

    public static ParameterLayout Layout { get; } = new([("w", [1], true), ("b", [1], true), ("note", [2], false)]);

    /// <summary>The same with a running mean of the model.</summary>
    public static ParameterLayout Averaged { get; } = new(
    [
        .. Layout.Entries.Select(entry => (entry.Name, entry.Shape, entry.Trainable)), ("average.w", [1], false), ("average.b", [1], false),
        ("average.decay", [1], false), ("average.models", [1], false),
    ]);

    public int Calls { get; private set; }

    public ValueTask<LocalResult> AnswerAsync(LocalTask task, CancellationToken cancellation)
    {
        Calls++;
        float w = task.Model["w"][0], b = task.Model["b"][0], gradientW = 0, gradientB = 0, loss = 0;
        foreach ((float x, float y) in points)
        {
            float error = w * x + b - y;
            gradientW += error * x / points.Length;
            gradientB += error / points.Length;
            loss += error * error / points.Length;
        }
        (task.Values.Span[0], task.Values.Span[1]) = (-Rate * gradientW, -Rate * gradientB);
        return new(new LocalResult(points.Length, [loss]));
    }
}
