using System.Text.Json.Serialization;

namespace Tributary.Security;

/// <summary>Source-generated JSON of the parts of jobs in this library.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Encrypt))]
[JsonSerializable(typeof(SecAgg))]
[JsonSerializable(typeof(SecAggPairwise))]
[JsonSerializable(typeof(Commit))]
[JsonSerializable(typeof(Split))]
public sealed partial class SecurityJson : JsonSerializerContext;
