namespace Tributary.Tensors.Tests;

/// <summary>The update rules as the papers print them, element by element in double precision.</summary>
internal sealed class ReferenceOptimizer(IOptimizer optimizer, float[] start)
{
    private readonly double[] _first = new double[start.Length];
    private readonly double[] _second = [.. start.Select(_ => optimizer switch { Yogi yogi => yogi.InitialAccumulator, Adagrad grad => grad.InitialAccumulator, _ => 0 })];
    private int _steps;

    public double[] Parameters { get; } = [.. start.Select(value => (double)value)];

    public void Step(float[] gradient, double scale)
    {
        _steps++;
        for (int i = 0; i < gradient.Length; i++)
            Step(gradient[i], scale, ref Parameters[i], ref _first[i], ref _second[i]);
    }

    private void Step(double g, double scale, ref double x, ref double m, ref double v)
    {
        switch (optimizer)
        {
            case Sgd sgd:
                g += sgd.WeightDecay * x;
                m = sgd.Momentum * m + g;
                x -= scale * sgd.LearningRate * (sgd.Nesterov ? g + sgd.Momentum * m : m);
                break;
            case AdamW adam:
                m = adam.Beta1 * m + (1 - adam.Beta1) * g;
                v = adam.Beta2 * v + (1 - adam.Beta2) * g * g;
                double mHat = adam.BiasCorrection ? m / (1 - Math.Pow(adam.Beta1, _steps)) : m;
                double vHat = adam.BiasCorrection ? v / (1 - Math.Pow(adam.Beta2, _steps)) : v;
                x -= scale * adam.LearningRate * (mHat / (Math.Sqrt(vHat) + adam.Epsilon) + adam.WeightDecay * x);
                break;
            case Yogi yogi:
                m = yogi.Beta1 * m + (1 - yogi.Beta1) * g;
                v -= (1 - yogi.Beta2) * g * g * Math.Sign(v - g * g);
                x -= scale * yogi.LearningRate * m / (Math.Sqrt(v) + yogi.Tau);
                break;
            case Adagrad grad:
                m = grad.Beta1 * m + (1 - grad.Beta1) * g;
                v += g * g;
                x -= scale * grad.LearningRate * m / (Math.Sqrt(v) + grad.Tau);
                break;
        }
    }
}
