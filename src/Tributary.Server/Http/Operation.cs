using System.Text.Json.Serialization.Metadata;

namespace Tributary.Server;

/// <summary>One thing that can be asked: routing, access, limits and the OpenAPI document are made of it.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">With names in braces.</param>
/// <param name="Access">Who may ask.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Handle">Answers.</param>
internal sealed record Operation(string Method, string Path, Access Access, string Summary, Func<Call, Task> Handle)
{
    /// <summary>The message that is sent, if it is one.</summary>
    public JsonTypeInfo? Request { get; init; }

    /// <summary>The message that is answered, if it is one.</summary>
    public JsonTypeInfo? Answer { get; init; }

    /// <summary>The content type of an answer, or of a request, that is no message.</summary>
    public string? Content { get; init; }

    /// <summary>The status of success.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The most bytes of a request's body; null where the handler sees to it.</summary>
    public long? MaximumBody { get; init; } = 64 << 10;

    /// <summary>Optional parameters of the query, with what they are.</summary>
    public IReadOnlyList<(string Name, string Summary)> Query { get; init; } = [];
}
