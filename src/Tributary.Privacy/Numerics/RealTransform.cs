using System.Collections.Concurrent;

namespace Tributary.Privacy;

/// <summary>The discrete Fourier transform of real sequences whose length is a power of two, and its inverse.</summary>
/// <remarks>
/// Half as many complex numbers are transformed in place (radix two, decimation in time), and the two halves of the spectrum are told apart
/// afterwards. Real and imaginary parts lie in arrays of their own; a spectrum has length / 2 + 1 entries.
/// </remarks>
internal sealed class RealTransform
{
    private static readonly ConcurrentDictionary<int, RealTransform> _known = new();
    private readonly int _half;
    private readonly double[] _cosine, _sine; // of 2 pi k / length, k below length / 2

    private RealTransform(int length)
    {
        Length = length;
        _half = length / 2;
        _cosine = new double[_half];
        _sine = new double[_half];
        for (int k = 0; k < _half; k++) (_sine[k], _cosine[k]) = Math.SinCos(2 * Math.PI * k / length);
    }

    /// <summary>How many numbers are transformed.</summary>
    public int Length { get; }

    /// <summary>The transform of this length, a power of two of at least 4.</summary>
    public static RealTransform Of(int length) => _known.GetOrAdd(length, n => new RealTransform(n));

    /// <summary>The spectrum of <paramref name="values"/>.</summary>
    public void Forward(ReadOnlySpan<double> values, Span<double> real, Span<double> imaginary)
    {
        for (int k = 0; k < _half; k++) (real[k], imaginary[k]) = (values[2 * k], values[2 * k + 1]);
        Transform(real[.._half], imaginary[.._half]);
        (real[_half], imaginary[_half]) = (real[0] - imaginary[0], 0);
        (real[0], imaginary[0]) = (real[0] + imaginary[0], 0);
        for (int k = 1; k <= _half / 2; k++)
        {
            int mirror = _half - k;
            double evenReal = 0.5 * (real[k] + real[mirror]), evenImaginary = 0.5 * (imaginary[k] - imaginary[mirror]);
            double oddReal = 0.5 * (imaginary[k] + imaginary[mirror]), oddImaginary = 0.5 * (real[mirror] - real[k]);
            double turnedReal = oddReal * _cosine[k] + oddImaginary * _sine[k];
            double turnedImaginary = oddImaginary * _cosine[k] - oddReal * _sine[k];
            (real[k], imaginary[k]) = (evenReal + turnedReal, evenImaginary + turnedImaginary);
            (real[mirror], imaginary[mirror]) = (evenReal - turnedReal, turnedImaginary - evenImaginary);
        }
    }

    /// <summary>The sequence with this spectrum, which is used up.</summary>
    public void Inverse(Span<double> real, Span<double> imaginary, Span<double> values)
    {
        (real[0], imaginary[0]) = (0.5 * (real[0] + real[_half]), 0.5 * (real[0] - real[_half]));
        for (int k = 1; k <= _half / 2; k++)
        {
            int mirror = _half - k;
            double evenReal = 0.5 * (real[k] + real[mirror]), evenImaginary = 0.5 * (imaginary[k] - imaginary[mirror]);
            double turnedReal = 0.5 * (real[k] - real[mirror]), turnedImaginary = 0.5 * (imaginary[k] + imaginary[mirror]);
            double oddReal = turnedReal * _cosine[k] - turnedImaginary * _sine[k];
            double oddImaginary = turnedImaginary * _cosine[k] + turnedReal * _sine[k];
            (real[k], imaginary[k]) = (evenReal - oddImaginary, evenImaginary + oddReal);
            (real[mirror], imaginary[mirror]) = (evenReal + oddImaginary, oddReal - evenImaginary);
        }
        // The inverse is the transform with real and imaginary parts exchanged.
        Transform(imaginary[.._half], real[.._half]);
        double scale = 1.0 / _half;
        for (int k = 0; k < _half; k++) (values[2 * k], values[2 * k + 1]) = (real[k] * scale, imaginary[k] * scale);
    }

    private void Transform(Span<double> real, Span<double> imaginary)
    {
        Reverse(real, imaginary);
        for (int width = 1; width < _half; width *= 2)
        {
            int stride = _half / width; // of the table, whose circle has twice as many steps
            for (int start = 0; start < _half; start += 2 * width)
            {
                Span<double> lowReal = real.Slice(start, width), lowImaginary = imaginary.Slice(start, width);
                Span<double> highReal = real.Slice(start + width, width), highImaginary = imaginary.Slice(start + width, width);
                for (int k = 0, at = 0; k < width; k++, at += stride)
                {
                    double cosine = _cosine[at], sine = _sine[at];
                    double turnedReal = highReal[k] * cosine + highImaginary[k] * sine;
                    double turnedImaginary = highImaginary[k] * cosine - highReal[k] * sine;
                    (highReal[k], highImaginary[k]) = (lowReal[k] - turnedReal, lowImaginary[k] - turnedImaginary);
                    (lowReal[k], lowImaginary[k]) = (lowReal[k] + turnedReal, lowImaginary[k] + turnedImaginary);
                }
            }
        }
    }

    private static void Reverse(Span<double> real, Span<double> imaginary)
    {
        for (int i = 1, j = 0; i < real.Length; i++)
        {
            int bit = real.Length >> 1;
            for (; (j & bit) != 0; bit >>= 1) j ^= bit;
            j ^= bit;
            if (i >= j) continue;
            (real[i], real[j]) = (real[j], real[i]);
            (imaginary[i], imaginary[j]) = (imaginary[j], imaginary[i]);
        }
    }
}
