namespace Tributary.Models;

/// <summary>Where a tensor of a checkpoint lies in a tensor of this program: all of it, or some neighbouring columns.</summary>
/// <param name="Own">The name here.</param>
/// <param name="Name">The name there, without the prefix of the whole network.</param>
/// <param name="Rows">Rows here; zero for a vector.</param>
/// <param name="Start">The first column here.</param>
/// <param name="Width">The number of columns.</param>
/// <param name="Transposed">Whether rows and columns are exchanged there.</param>
/// <param name="Heads">Above zero, the columns are heads whose halves stand in turns there: 0, D / 2, 1, D / 2 + 1 and so on.</param>
internal sealed record TensorPlace(
    string Own, string Name, int Rows, int Start, int Width, bool Transposed = false, int Heads = 0)
{
    /// <summary>The extents there.</summary>
    public long[] Shape => Rows == 0 ? [Width] : Transposed ? [Width, Rows] : [Rows, Width];

    /// <summary>The number of elements.</summary>
    public long Count => (long)Math.Max(1, Rows) * Width;

    /// <summary>A vector, or a matrix with its bias beside it where <paramref name="bias"/>.</summary>
    public static IEnumerable<TensorPlace> Layer(
        string own, string name, int rows, int start, int width, bool bias, bool transposed = false, int heads = 0)
    {
        yield return new TensorPlace($"{own}.weight", $"{name}.weight", rows, start, width, transposed, heads);
        if (bias) yield return new TensorPlace($"{own}.bias", $"{name}.bias", 0, start, width, false, heads);
    }

    /// <summary>Copies from there to here; of a tensor with more rows there than here the first count.</summary>
    /// <param name="theirs">The elements there.</param>
    /// <param name="own">All elements here.</param>
    /// <param name="columns">The number of columns here.</param>
    public void CopyIn(ReadOnlySpan<float> theirs, Span<float> own, int columns)
    {
        int rows = own.Length / columns, stride = Transposed ? Rows : 1;
        for (int row = 0; row < rows; row++)
        {
            Span<float> target = own.Slice(row * columns + Start, Width);
            ReadOnlySpan<float> source = Transposed ? theirs[row..] : theirs.Slice(row * Width, Width);
            if (!Transposed && Heads == 0) source.CopyTo(target);
            else
                for (int column = 0; column < Width; column++) target[column] = source[Column(column) * stride];
        }
    }

    /// <summary>Copies from here to there.</summary>
    /// <param name="own">All elements here.</param>
    /// <param name="columns">The number of columns here.</param>
    /// <param name="theirs">Receives <see cref="Count"/> elements.</param>
    public void CopyOut(ReadOnlySpan<float> own, int columns, Span<float> theirs)
    {
        int rows = own.Length / columns, stride = Transposed ? Rows : 1;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> source = own.Slice(row * columns + Start, Width);
            Span<float> target = Transposed ? theirs[row..] : theirs.Slice(row * Width, Width);
            if (!Transposed && Heads == 0) source.CopyTo(target);
            else
                for (int column = 0; column < Width; column++) target[Column(column) * stride] = source[column];
        }
    }

    /// <summary>Which column there is column <paramref name="own"/> here.</summary>
    private int Column(int own)
    {
        if (Heads == 0) return own;
        int width = Width / Heads, half = width / 2, within = own % width;
        return own - within + within % half * 2 + within / half;
    }
}
