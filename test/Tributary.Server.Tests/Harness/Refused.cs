using Tributary.Protocol;

namespace Tributary.Server.Tests;

/// <summary>What a refusal must be.</summary>
internal static class Refused
{
    public static async Task<ProblemMessage> ByAsync(int status, string code, Func<Task> act)
    {
        ProtocolException e = await Assert.ThrowsAsync<ProtocolException>(act);
        Assert.Equal((status, code), (e.Problem.Status, e.Problem.Code));
        Assert.DoesNotContain("   at ", e.Problem.Detail, StringComparison.Ordinal);
        return e.Problem;
    }

    public static async Task<ProblemMessage> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        ProblemMessage problem =
            System.Text.Json.JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), ProtocolJson.Default.ProblemMessage)!;
        Assert.Equal((int)response.StatusCode, problem.Status);
        return problem;
    }
}
