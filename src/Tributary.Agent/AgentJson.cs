using System.Text.Json.Serialization;
using Tributary.Core;

namespace Tributary.Agent;

/// <summary>Source-generated JSON of a site's files and of its journal.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    IgnoreReadOnlyProperties = true,
    WriteIndented = false,
    Converters = [typeof(KebabCaseEnum<DropReason>), typeof(KebabCaseEnum<Approval>),
        typeof(KebabCaseEnum<Neighbours>), typeof(BlobIdConverter)])]
[JsonSerializable(typeof(AgentEvent))]
[JsonSerializable(typeof(SiteIdentity))]
[JsonSerializable(typeof(SiteConfiguration))]
[JsonSerializable(typeof(Decision))]
[JsonSerializable(typeof(KeptReceipt))]
[JsonSerializable(typeof(KeptProof))]
public sealed partial class AgentJson : JsonSerializerContext;
