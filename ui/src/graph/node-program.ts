/** Draws actors as signed-distance shapes: circle or regular polygon, filled or outlined, with a ring for the seed. */

import { NodeProgram, type ProgramInfo } from "sigma/rendering";
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";

export interface ShapeData extends NodeDisplayData {
  sides: number;
  turn: number;
  scale: number;
  hollow: boolean;
  inner: string;
  ring: number;
}

const VERTEX = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec4 a_inner;
attribute vec2 a_position;
attribute float a_size;
attribute vec4 a_shape;
attribute float a_corner;

uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;

varying vec4 v_color;
varying vec4 v_inner;
varying vec2 v_point;
varying float v_size;
varying vec4 v_shape;

// How far a shape can reach beyond its size: the corners of a triangle, and a ring around them.
const float CORNERS = 1.6;
const float RING = 14.0;
const float bias = 255.0 / 254.0;

void main() {
  vec2 corner = vec2(mod(a_corner, 2.0), floor(a_corner / 2.0)) * 2.0 - 1.0;
  float size = a_size / u_sizeRatio;
  float half_side = size * CORNERS + (a_shape.w > 0.5 ? RING : 2.0);
  // One pixel on the screen is 2 * u_correctionRatio in the coordinates of the graph.
  vec2 place = a_position + corner * half_side * 2.0 * u_correctionRatio;
  gl_Position = vec4((u_matrix * vec3(place, 1)).xy, 0, 1);
  v_point = corner * half_side;
  v_size = size;
  v_shape = a_shape;
  v_inner = a_inner;
  v_inner.a *= bias;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}`;

const FRAGMENT = /* glsl */ `
precision highp float;

varying vec4 v_color;
varying vec4 v_inner;
varying vec2 v_point;
varying float v_size;
varying vec4 v_shape;

uniform float u_pixelRatio;

const float PI = 3.14159265;
const vec4 nothing = vec4(0.0);

// Distance to the edge in pixels, negative inside. v_shape: sides, turn in radians, scale, ring.
float edge(vec2 point) {
  float sides = v_shape.x;
  float radius = v_size * v_shape.z;
  if (sides < 2.5) return length(point) - radius;
  float angle = atan(point.x, point.y) - v_shape.y;
  float slice = 2.0 * PI / sides;
  float nearest = mod(angle, slice) - slice * 0.5;
  return length(point) * cos(nearest) - radius * cos(PI / sides);
}

void main() {
  float distance = edge(v_point);
  #ifdef PICKING_MODE
  gl_FragColor = distance > 3.0 ? nothing : v_color;
  #else
  float soft = 0.75 / u_pixelRatio;
  float border = max(2.0, v_size * 0.26);
  vec4 fill = mix(v_inner, v_color, smoothstep(-border - soft, -border + soft, distance));
  vec4 colour = mix(fill, nothing, smoothstep(-soft, soft, distance));
  if (v_shape.w > 0.5) {
    float ring = abs(distance - 4.5) - 1.25;
    colour = mix(v_color, colour, smoothstep(-soft, soft, ring));
  }
  gl_FragColor = colour;
  #endif
}`;

const { FLOAT, UNSIGNED_BYTE, TRIANGLE_STRIP } = WebGLRenderingContext;
const UNIFORMS = ["u_matrix", "u_sizeRatio", "u_correctionRatio", "u_pixelRatio"] as const;
type Uniform = (typeof UNIFORMS)[number];

export class ShapeProgram extends NodeProgram<Uniform> {
  getDefinition() {
    return {
      VERTICES: 4,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: TRIANGLE_STRIP,
      UNIFORMS,
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_shape", size: 4, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_inner", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 1, type: FLOAT }],
      CONSTANT_DATA: [[0], [1], [2], [3]],
    };
  }

  override processVisibleItem(index: number, at: number, data: NodeDisplayData): void {
    const node = data as ShapeData;
    const turn = (node.turn * Math.PI) / 180;
    const values = [node.x, node.y, node.size, node.sides, turn, node.scale, node.ring, floatColor(node.color), floatColor(node.inner), index];
    this.array.set(values, at);
  }

  override setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo<Uniform>): void {
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
    gl.uniform1f(uniformLocations.u_sizeRatio, params.sizeRatio);
    gl.uniform1f(uniformLocations.u_correctionRatio, params.correctionRatio);
    gl.uniform1f(uniformLocations.u_pixelRatio, params.pixelRatio);
  }
}
