using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Tensors;

/// <summary>A column of tiles: any number of rows by the columns that one packed panel of B holds.</summary>
internal static unsafe class Panel
{
    /// <summary>The columns of a full panel: two vectors where there are 32 registers of 16 lanes, else one.</summary>
    public static int Width => Vector512.IsHardwareAccelerated ? 2 * Lanes.Count : Lanes.Count;

    /// <summary>The most rows whose sums stay in registers.</summary>
    public static int Height => Vector512.IsHardwareAccelerated ? 12 : 6;

    /// <summary>Computes <paramref name="rows"/> rows of <paramref name="columns"/> columns, at most <see cref="Width"/>.</summary>
    /// <remarks>B must be readable in whole vectors; Start and C are touched only in <paramref name="columns"/>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int rows, int columns, Tile tile)
    {
        // Tiles of nearly equal height rather than full ones and a sliver, which would not fill the pipeline.
        int tiles = (rows + Height - 1) / Height, height = rows / tiles, higher = rows - tiles * height;
        if (higher > 0) Run(height + 1, higher, columns, ref tile);
        Run(height, tiles - higher, columns, ref tile);
    }

    /// <summary>Computes <paramref name="count"/> tiles of one height, and moves on behind them.</summary>
    private static void Run(int height, int count, int columns, ref Tile tile)
    {
        bool whole = columns % Lanes.Count == 0;
        for (int at = 0, together = whole ? count : 1; at < count; at += together)
        {
            tile.Count = together;
            if (!whole) RunNarrow(height, columns, tile);
            else if (columns > Lanes.Count) Run<Two>(height, in tile);
            else Run<One>(height, in tile);
            tile.A += together * height * tile.ARow;
            tile.C += together * height * tile.CRow;
            tile.Start += tile.Start is null ? 0 : together * height * tile.StartRow;
        }
    }

    /// <summary>Columns that do not fill vectors: computed in a buffer, so that every element still takes the same path.</summary>
    private static void RunNarrow(int height, int columns, Tile tile)
    {
        const int Row = 2 * Lanes.Count;
        float* buffer = stackalloc float[12 * Row];
        float* c = tile.C;
        nint cRow = tile.CRow;
        if (tile.Start is not null)
        {
            for (int i = 0; i < height; i++) Copy(tile.Start + i * tile.StartRow, buffer + i * Row, columns);
            tile.Start = buffer;
            tile.StartRow = Row;
        }
        tile.C = buffer;
        tile.CRow = Row;
        if (columns > Lanes.Count) Run<Two>(height, in tile);
        else Run<One>(height, in tile);
        for (int i = 0; i < height; i++) Copy(buffer + i * Row, c + i * cRow, columns);
    }

    private static void Copy(float* from, float* to, int count)
    {
        ReadOnlySpan<float> source = new(from, count);
        Span<float> target = new(to, count);
        for (int j = 0; j < count; j += Lanes.Count) Lanes.Store(Lanes.Load(source, j), target, j);
    }

    private static void Run<TVectors>(int height, in Tile tile) where TVectors : struct, ICount
    {
        switch (height)
        {
            case 1: MicroKernel.Run<One, TVectors>(in tile); break;
            case 2: MicroKernel.Run<Two, TVectors>(in tile); break;
            case 3: MicroKernel.Run<Three, TVectors>(in tile); break;
            case 4: MicroKernel.Run<Four, TVectors>(in tile); break;
            case 5: MicroKernel.Run<Five, TVectors>(in tile); break;
            case 6: MicroKernel.Run<Six, TVectors>(in tile); break;
            case 7: MicroKernel.Run<Seven, TVectors>(in tile); break;
            case 8: MicroKernel.Run<Eight, TVectors>(in tile); break;
            case 9: MicroKernel.Run<Nine, TVectors>(in tile); break;
            case 10: MicroKernel.Run<Ten, TVectors>(in tile); break;
            case 11: MicroKernel.Run<Eleven, TVectors>(in tile); break;
            default: MicroKernel.Run<Twelve, TVectors>(in tile); break;
        }
    }

    private readonly struct One : ICount { public static int Count => 1; }

    private readonly struct Two : ICount { public static int Count => 2; }

    private readonly struct Three : ICount { public static int Count => 3; }

    private readonly struct Four : ICount { public static int Count => 4; }

    private readonly struct Five : ICount { public static int Count => 5; }

    private readonly struct Six : ICount { public static int Count => 6; }

    private readonly struct Seven : ICount { public static int Count => 7; }

    private readonly struct Eight : ICount { public static int Count => 8; }

    private readonly struct Nine : ICount { public static int Count => 9; }

    private readonly struct Ten : ICount { public static int Count => 10; }

    private readonly struct Eleven : ICount { public static int Count => 11; }

    private readonly struct Twelve : ICount { public static int Count => 12; }
}
