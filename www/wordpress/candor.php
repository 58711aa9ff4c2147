<?php
/**
 * Plugin Name:       candor
 * Description:       Reads copy as you write it: where it presses the reader, and whether required AI notices are there. The text never leaves the browser.
 * Version:           0.0.0
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * License:           MIT OR Apache-2.0
 * Text Domain:       candor
 *
 * @package candor
 */

namespace Candor;

defined( 'ABSPATH' ) || exit;

/** What the author states, and which findings were accepted: JSON beside the post. */
const FACTS   = '_candor_facts';
const IGNORES = '_candor_ignores';

/** The most bytes of either; a browser writes them. */
const LIMIT = 65536;

/** Types of posts whose text is written in an editor. */
function post_types() {
	$types = array_filter(
		get_post_types( array( 'show_ui' => true ) ),
		static function ( $type ) {
			return post_type_supports( $type, 'editor' ) && ! in_array( $type, array( 'wp_block', 'wp_template', 'wp_template_part' ), true );
		}
	);
	/**
	 * Filters the types of posts that candor reads.
	 *
	 * @param string[] $types Names of post types.
	 */
	return apply_filters( 'candor_post_types', array_values( $types ) );
}

/** Keeps JSON, and nothing else. */
function sanitize( $value ) {
	if ( ! is_string( $value ) || strlen( $value ) > LIMIT ) {
		return '';
	}
	$decoded = json_decode( $value );
	return is_object( $decoded ) || is_array( $decoded ) ? wp_json_encode( $decoded ) : '';
}

/** Meta that the block editor reads and writes with the post. */
function register_meta() {
	foreach ( post_types() as $type ) {
		// Without them the block editor has no way to a post's meta.
		add_post_type_support( $type, 'custom-fields' );
		foreach ( array( FACTS, IGNORES ) as $key ) {
			register_post_meta(
				$type,
				$key,
				array(
					'type'              => 'string',
					'single'            => true,
					'default'           => '',
					'show_in_rest'      => true,
					'sanitize_callback' => __NAMESPACE__ . '\sanitize',
					'auth_callback'     => static function ( $allowed, $meta_key, $post_id ) {
						return current_user_can( 'edit_post', $post_id );
					},
				)
			);
		}
	}
}
add_action( 'init', __NAMESPACE__ . '\register_meta', 20 );

/** A script of this plugin, and what it must know. */
function enqueue( $name, $dependencies ) {
	$data    = get_file_data( __FILE__, array( 'version' => 'Version' ) );
	$setting = array( 'siteLanguage' => get_bloginfo( 'language' ) );
	wp_enqueue_script( "candor-$name", plugins_url( "js/$name.js", __FILE__ ), $dependencies, $data['version'], true );
	wp_add_inline_script( "candor-$name", 'var candorSettings = ' . wp_json_encode( $setting ) . ';', 'before' );
}

/** The scripts are modules: the linter runs in a worker beside them. */
function as_module( $tag, $handle ) {
	if ( 'candor-block' !== $handle && 'candor-classic' !== $handle ) {
		return $tag;
	}
	$tag = preg_replace( '/(<script[^>]*) type=([\'"])text\/javascript\2([^>]* src=)/', '$1$3', $tag );
	return preg_replace( '/<script(?=[^>]* src=)/', '<script type="module"', $tag );
}
add_filter( 'script_loader_tag', __NAMESPACE__ . '\as_module', 10, 2 );

/** Whether the screen writes a post that candor reads. */
function is_read( $screen ) {
	return $screen && 'post' === $screen->base && in_array( $screen->post_type, post_types(), true );
}

add_action(
	'enqueue_block_editor_assets',
	static function () {
		if ( is_read( get_current_screen() ) ) {
			enqueue( 'block', array( 'wp-block-editor', 'wp-data', 'wp-edit-post', 'wp-editor', 'wp-element', 'wp-plugins', 'wp-rich-text' ) );
		}
	}
);

add_action(
	'admin_enqueue_scripts',
	static function () {
		$screen = get_current_screen();
		if ( is_read( $screen ) && ! $screen->is_block_editor() ) {
			enqueue( 'classic', array( 'editor', 'jquery' ) );
		}
	}
);

/** The panel in the sidebar of the classic editor. */
function meta_box( $post ) {
	wp_nonce_field( 'candor', 'candor_nonce' );
	foreach ( array( FACTS, IGNORES ) as $key ) {
		printf( '<input type="hidden" name="%1$s" id="%1$s" value="%2$s">', esc_attr( $key ), esc_attr( get_post_meta( $post->ID, $key, true ) ) );
	}
	echo '<candor-panel></candor-panel>';
}

add_action(
	'add_meta_boxes',
	static function ( $type ) {
		if ( in_array( $type, post_types(), true ) ) {
			add_meta_box( 'candor', 'candor', __NAMESPACE__ . '\meta_box', $type, 'side', 'high', array( '__back_compat_meta_box' => true ) );
		}
	}
);

add_action(
	'save_post',
	static function ( $post_id ) {
		$nonce = isset( $_POST['candor_nonce'] ) ? sanitize_key( $_POST['candor_nonce'] ) : '';
		if ( ! wp_verify_nonce( $nonce, 'candor' ) || ! current_user_can( 'edit_post', $post_id ) ) {
			return;
		}
		foreach ( array( FACTS, IGNORES ) as $key ) {
			if ( isset( $_POST[ $key ] ) ) {
				// `sanitize` runs on it as the meta's own callback. update_post_meta takes slashes away, as WordPress added them.
				update_post_meta( $post_id, $key, $_POST[ $key ] ); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput
			}
		}
	}
);
