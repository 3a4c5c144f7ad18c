using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Tributary.Core;

/// <summary>Source-generated JSON of everything in this library that is read or written as JSON.</summary>
/// <remarks>
/// Jobs and parts are read by <see cref="Registry{T}"/>, which knows defaults: a generated reader gives an init-only property that is
/// absent the default of its type, not that of its initializer.
/// </remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(KebabCaseEnum<Weighting>), typeof(KebabCaseEnum<Baseline>), typeof(KebabCaseEnum<DropReason>), typeof(KebabCaseEnum<RunOutcome>),
        typeof(ClientIdConverter), typeof(BlobIdConverter),
    ])]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JobSpec))]
[JsonSerializable(typeof(Part))]
[JsonSerializable(typeof(RunEvent))]
[JsonSerializable(typeof(Mean))]
public sealed partial class CoreJson : JsonSerializerContext;
