using System.Text.Json.Serialization;
using Tributary.Core;

namespace Tributary.Server;

/// <summary>Source-generated JSON of what a coordinator keeps.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(BlobIdConverter)])]
[JsonSerializable(typeof(ServiceEvent))]
[JsonSerializable(typeof(ServerSettings))]
public sealed partial class ServerJson : JsonSerializerContext;
