using Tributary.Core;

namespace Tributary.Privacy.Tests;

public sealed class BandedSquareRootTests
{
    [Fact]
    public void Agrees_with_the_reference_matrices() => Assert.All(ReferenceRow.Read("toeplitz_sqrt_matrix"), row =>
    {
        var matrix = new BandedSquareRoot((int)row.Count("rounds"), (int)row.Count("bands"));
        Close(row.Number("reference.sensitivity"), matrix.Sensitivity);
        Close(row.Number("reference.max_row_norm"), matrix.MaxRowNorm);
        Close(row.Number("reference.max_error"), matrix.MaxError);
        Close(row.Number("reference.rmse"), matrix.RootMeanSquaredError);
        double?[] first = row.Numbers("reference", "first_coefs");
        for (int k = 0; k < first.Length; k++) Close(first[k]!.Value, matrix.Coefficients[k]);
    });

    [Fact]
    public void One_band_is_independent_noise_in_every_sum()
    {
        var matrix = new BandedSquareRoot(9, 1);
        Assert.Equal(1, matrix.Sensitivity);
        Assert.Equal(3, matrix.MaxRowNorm, 1e-12);
        Assert.Equal(Math.Sqrt(5), matrix.RootMeanSquaredError, 1e-12); // the mean of 1 to 9
    }

    [Fact]
    public void The_whole_square_root_has_sums_as_its_square()
    {
        var matrix = new BandedSquareRoot(6, 6);
        for (int i = 0; i < 6; i++)
        {
            double square = 0;
            for (int k = 0; k <= i; k++) square += matrix.Coefficients[k] * matrix.Coefficients[i - k];
            Close(1, square);
            Close(matrix.Coefficients[i], matrix.NoiseInSums[i]);
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 0)]
    [InlineData(4, 5)]
    public void Refuses_matrices_that_do_not_exist(int rounds, int bands) =>
        Assert.Equal("TRB0201", Assert.Throws<ProblemException>(() => new BandedSquareRoot(rounds, bands)).Problems[0].Code);

    private static void Close(double expected, double actual) => Assert.Equal(expected, actual, 1e-9 * expected);
}
