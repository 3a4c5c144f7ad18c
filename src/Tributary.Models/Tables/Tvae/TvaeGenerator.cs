using Tributary.Tensors;

namespace Tributary.Models;

/// <summary>Draws rows from the decoder of an autoencoder: a code of noise, then every column by its probabilities.</summary>
internal sealed class TvaeGenerator(TvaeModel model, ModeCoding coding) : ITableGenerator
{
    private const int MostTries = 300;

    /// <inheritdoc/>
    public TableShape Shape => model.Histogram.Shape;

    /// <inheritdoc/>
    public TableData Sample(int rows, IReadOnlyList<(int Column, float Value)> where, RandomStream random)
    {
        int columns = Shape.Columns.Count, done = 0;
        float[] cells = new float[rows * columns];
        int[] kinds = new int[columns];
        (int Column, int Group, float Value)[] wanted =
            [.. where.Select(pair => (pair.Column, coding.Encode(pair.Column, pair.Value).Group, pair.Value))];
        for (int drawn = 0; done < rows; drawn += model.Drawing.Capacity)
        {
            if (drawn > (long)MostTries * rows + 100_000)
                throw new DataException(
                    "The generator hardly ever draws such rows, and so many cannot be had. Ask for fewer values or rows.");
            model.Drawing.Batch = model.Drawing.Capacity;
            random.FillNormal(model.Code.Values);
            model.Drawing.Forward();
            for (int b = 0; b < model.Drawing.Capacity && done < rows; b++)
            {
                ReadOnlySpan<float> output = model.Drawn.Values.Slice(b * model.Rows.Width, model.Rows.Width);
                for (int column = 0; column < columns; column++)
                    kinds[column] = Draw(output.Slice(model.Rows.Starts[column], coding.Count(column)), random);
                if (wanted.Any(one => kinds[one.Column] != one.Group)) continue;
                Span<float> row = cells.AsSpan(done++ * columns, columns);
                for (int column = 0; column < columns; column++) row[column] = Decode(column, kinds[column], output, random);
                foreach ((int column, _, float value) in wanted) row[column] = value;
            }
        }
        return TableData.Of(Shape, cells);
    }

    private float Decode(int column, int kind, ReadOnlySpan<float> output, RandomStream random)
    {
        if (!model.Rows.HasPlace(column)) return coding.Decode(column, kind, 0, random);
        double logit = Math.Clamp(output[model.Rows.Starts[column] + model.Rows.Indicators(column)], -20, 20);
        double tanh = 1 - 2 / (Elementary.Exp(2 * logit) + 1);
        double place;
        do place = tanh + TvaeTargets.Deviation * random.NextNormal();
        while (Math.Abs(place) > 1); // in its mode
        return coding.Decode(column, kind, place, random);
    }

    /// <summary>A place among logits, by their softmax.</summary>
    private static int Draw(ReadOnlySpan<float> logits, RandomStream random)
    {
        double most = double.NegativeInfinity, sum = 0;
        foreach (float logit in logits) most = Math.Max(most, logit);
        foreach (float logit in logits) sum += Elementary.Exp(logit - most);
        double left = random.NextDouble() * sum;
        int at = 0;
        while (at < logits.Length - 1 && (left -= Elementary.Exp(logits[at] - most)) >= 0) at++;
        return at;
    }
}
