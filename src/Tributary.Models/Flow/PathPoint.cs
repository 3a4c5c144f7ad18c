namespace Tributary.Models;

/// <summary>One time on the way from noise to an image: what the network sees, and what it is to predict.</summary>
/// <param name="Image">How much of the image is in what the network sees.</param>
/// <param name="Noise">How much of the noise.</param>
/// <param name="TargetImage">How much of the image is in what it predicts.</param>
/// <param name="TargetNoise">How much of the noise.</param>
public readonly record struct PathPoint(float Image, float Noise, float TargetImage, float TargetNoise);
