using System.Text.Json.Serialization;
using Tributary.Core;

namespace Tributary.Privacy;

/// <summary>Source-generated JSON of the parts that this library adds to jobs.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(KebabCaseEnum<NoisePlace>), typeof(KebabCaseEnum<NoiseMechanism>), typeof(KebabCaseEnum<NoiseCorrelation>)])]
[JsonSerializable(typeof(Noise))]
public sealed partial class PrivacyJson : JsonSerializerContext;
