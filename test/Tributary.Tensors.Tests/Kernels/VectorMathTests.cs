using System.Runtime.Intrinsics;

namespace Tributary.Tensors.Tests;

public sealed class VectorMathTests
{
    [Fact]
    public void Exp_is_within_its_stated_relative_error() =>
        Assert.True(Worst(VectorMath.Exp, Math.Exp, -86.9, 88.7, relativeTo: 0) < 1.5e-7);

    [Fact]
    public void Exp_saturates_and_keeps_nan()
    {
        float[] x = [-87.1f, float.NegativeInfinity, 88.8f, float.PositiveInfinity, 0, float.NaN];
        Assert.Equal([0, 0, float.PositiveInfinity, float.PositiveInfinity, 1, float.NaN], Values(VectorMath.Exp, x));
    }

    [Fact]
    public void Log_is_within_its_stated_error()
    {
        Assert.True(Worst(VectorMath.Log, Math.Log, 1e-3, 4, relativeTo: 1) < 1.2e-7);
        Assert.True(Worst(VectorMath.Log, Math.Log, 4, 1e30, relativeTo: 1) < 1.2e-7);
        Assert.True(Worst(VectorMath.Log, Math.Log, 1.2e-38, 1e-30, relativeTo: 1) < 1.2e-7);
    }

    [Fact]
    public void LogOnePlus_is_within_its_stated_relative_error()
    {
        Assert.True(Worst(VectorMath.LogOnePlus, LogOnePlus, 1e-3, 1, relativeTo: 0) < 3e-7);
        Assert.True(Worst(VectorMath.LogOnePlus, LogOnePlus, 1e-12, 1e-3, relativeTo: 0) < 3e-7);
        Assert.Equal([0f], Values(VectorMath.LogOnePlus, 0));

        static double LogOnePlus(double x) => x < 1e-5 ? x - x * x / 2 : Math.Log(1 + x);
    }

    [Fact]
    public void Sigmoid_is_within_its_stated_relative_error() =>
        Assert.True(Worst(VectorMath.Sigmoid, x => 1 / (1 + Math.Exp(-x)), -86, 100, relativeTo: 0) < 3e-7);

    [Fact]
    public void Tanh_is_within_its_stated_relative_error()
    {
        Assert.True(Worst(VectorMath.Tanh, Math.Tanh, -1, 1, relativeTo: 0) < 3e-7);
        Assert.True(Worst(VectorMath.Tanh, Math.Tanh, -100, 100, relativeTo: 0) < 3e-7);
    }

    [Fact]
    public void Sine_and_cosine_are_within_their_stated_error()
    {
        Assert.True(Worst(x => VectorMath.SinCos(x).Sin, Math.Sin, -8192, 8192, relativeTo: double.PositiveInfinity) < 1.5e-7);
        Assert.True(Worst(x => VectorMath.SinCos(x).Cos, Math.Cos, -8192, 8192, relativeTo: double.PositiveInfinity) < 1.5e-7);
        Assert.True(Worst(x => VectorMath.SinCos(x).Sin, Math.Sin, -4, 4, relativeTo: double.PositiveInfinity) < 1.5e-7);
        Assert.True(Worst(x => VectorMath.SinCos(x).Cos, Math.Cos, -4, 4, relativeTo: double.PositiveInfinity) < 1.5e-7);
    }

    /// <summary>The largest error over a grid; relative where the value is larger than <paramref name="relativeTo"/>.</summary>
    private static double Worst(
        Func<Vector512<float>, Vector512<float>> function, Func<double, double> reference, double low, double high, double relativeTo)
    {
        const int Points = 200_000;
        double worst = 0;
        float[] x = new float[Lanes.Count];
        for (int i = 0; i < Points; i += Lanes.Count)
        {
            for (int lane = 0; lane < Lanes.Count; lane++) x[lane] = (float)(low + (high - low) * (i + lane) / Points);
            Vector512<float> y = function(Vector512.Create(x));
            for (int lane = 0; lane < Lanes.Count; lane++)
            {
                double expected = reference(x[lane]), size = Math.Abs(expected);
                double error = Math.Abs(y[lane] - expected);
                worst = Math.Max(worst, size == 0 ? error : size > relativeTo ? error / size : error);
            }
        }
        return worst;
    }

    private static float[] Values(Func<Vector512<float>, Vector512<float>> function, params float[] x)
    {
        float[] y = new float[x.Length];
        Lanes.Store(function(Lanes.Load(x, 0)), y, 0);
        return y;
    }
}
