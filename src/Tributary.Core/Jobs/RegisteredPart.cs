using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Tributary.Core;

/// <summary>A name that a job may use, with what is needed to read and to document its options.</summary>
/// <param name="Name">The name.</param>
/// <param name="Summary">One sentence for schemas and help.</param>
/// <param name="Json">The type of the options.</param>
/// <param name="Defaults">What a job leaves out is taken from here, unless it is required; those have any value that is possible.</param>
public sealed record RegisteredPart(string Name, string Summary, JsonTypeInfo Json, JsonObject Defaults);
