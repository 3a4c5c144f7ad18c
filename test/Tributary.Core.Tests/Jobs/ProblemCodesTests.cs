using System.Reflection;

namespace Tributary.Core.Tests;

public sealed class ProblemCodesTests
{
    [Fact]
    public void No_two_problems_have_one_code()
    {
        string[] codes = [.. typeof(ProblemCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!)];
        Assert.Equal(codes.Length, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^TRB[0-9]{4}$", code));
    }
}
