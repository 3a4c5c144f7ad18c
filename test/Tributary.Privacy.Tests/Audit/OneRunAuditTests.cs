using System.Text.Json;
using Tributary.Core;
using Tributary.Tests;

namespace Tributary.Privacy.Tests;

public sealed class OneRunAuditTests
{
    [Fact]
    public void Agrees_with_every_reference_row()
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(SharedData.PathOrSkip("vectors/dp-audit.json")));
        Assert.All(file.RootElement.GetProperty("rows").EnumerateArray(), row =>
        {
            var audit = new OneRunAudit(
                row.GetProperty("canaries").GetInt32(), row.GetProperty("guesses").GetInt32(), row.GetProperty("correct").GetInt32());
            double delta = row.GetProperty("delta").GetDouble();
            foreach (JsonElement at in row.GetProperty("p_value_at").EnumerateArray())
            {
                double p = at.GetProperty("p").GetDouble();
                Assert.Equal(p, audit.PValue(at.GetProperty("epsilon").GetDouble(), delta), 1e-9 * p);
            }
            double significance = row.GetProperty("significance").GetDouble();
            Assert.Equal(row.GetProperty("epsilon_lower_bound").GetDouble(), audit.EpsilonLowerBound(delta, significance), 1e-6);
            if (row.TryGetProperty("epsilon_lower_bound_gaussian_fdp", out JsonElement gaussian))
                Assert.Equal(gaussian.GetDouble(), audit.GaussianEpsilonLowerBound(delta, significance), 1e-5);
        });
    }

    [Fact]
    public void Without_delta_all_right_is_as_probable_as_so_many_answers_of_randomized_response()
    {
        // 0.05 = (e / (1 + e))^50, solved by hand.
        double right = Math.Pow(0.05, 1.0 / 50);
        Assert.Equal(Math.Log(right / (1 - right)), new OneRunAudit(50, 50, 50).EpsilonLowerBound(0, 0.05), 1e-9);
    }

    [Fact]
    public void Guessing_blindly_refutes_nothing() => Assert.Equal(0, new OneRunAudit(1000, 1000, 500).EpsilonLowerBound(1e-5, 0.05));

    [Fact]
    public void More_right_guesses_refute_more_and_a_larger_delta_less()
    {
        double Bound(int correct, double delta) => new OneRunAudit(1000, 100, correct).EpsilonLowerBound(delta, 0.05);
        Assert.True(Bound(95, 1e-5) > Bound(90, 1e-5));
        Assert.True(Bound(90, 1e-5) > Bound(90, 1e-4));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(10, 11, 5)]
    [InlineData(10, 5, 6)]
    public void Refuses_counts_that_do_not_fit(int canaries, int guesses, int correct) =>
        Assert.Equal("TRB0204", Assert.Throws<ProblemException>(() => new OneRunAudit(canaries, guesses, correct)).Problems[0].Code);
}
